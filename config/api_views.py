"""Addresses of the API that belong to no app: tokens, the documentation page, and what does not exist."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework import permissions, serializers, views
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle

from accounts.security_services import prove_second_factor
from core.errors import Refused


@extend_schema(exclude=True)
class UnknownAddress(views.APIView):
    """What no address of the API answers to."""

    authentication_classes = []
    permission_classes = [permissions.AllowAny]

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise Http404(f"Adresse inconnue : {request.path}.")

    def get(self, request, *args, **kwargs):  # pragma: no cover - `initial` has refused
        raise NotImplementedError


class SignInThrottle(AnonRateThrottle):
    """Slows down whoever tries passwords; each address is also locked after repeated failures, as on the page."""

    scope = "token"
    rate = "20/min"


class CredentialsSerializer(serializers.Serializer):
    """Adresse de courriel et mot de passe; le code du second facteur, ou un code de secours, si le compte en a un."""

    email = serializers.EmailField(write_only=True)
    password = serializers.CharField(write_only=True, trim_whitespace=False, style={"input_type": "password"})
    code = serializers.CharField(write_only=True, required=False, allow_blank=True, max_length=20)


class TokenSerializer(serializers.Serializer):
    """Le jeton, à envoyer dans l’en-tête `Authorization: Token …`."""

    token = serializers.CharField(read_only=True)


class TokenView(views.APIView):
    """Échange une adresse de courriel et un mot de passe contre le jeton de la personne, créé au besoin."""

    authentication_classes = []
    permission_classes = [permissions.AllowAny]
    throttle_classes = [SignInThrottle]

    @extend_schema(
        summary="Obtenir son jeton",
        request=CredentialsSerializer,
        responses={
            200: TokenSerializer,
            400: OpenApiResponse(description="Un champ manque ou est mal écrit."),
            401: OpenApiResponse(description="Adresse, mot de passe ou code inconnu."),
            429: OpenApiResponse(description="Trop d’essais : attendez."),
        },
        auth=[],
    )
    def post(self, request):
        form = CredentialsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        code = form.validated_data.pop("code", "")
        try:
            user = get_adapter().authenticate(request._request, **form.validated_data)
        except ValidationError as error:
            raise Throttled(detail=" ".join(error.messages)) from error
        if user is None or not user.is_active:
            raise AuthenticationFailed("Adresse de courriel ou mot de passe inconnu.")
        try:
            prove_second_factor(user=user, code=code)
        except Refused as refused:
            raise AuthenticationFailed(refused.message) from refused
        token, _ = Token.objects.get_or_create(user=user)
        return Response({"token": token.key})

    def get_authenticate_header(self, request) -> str:
        """Without it a refusal would be told as 403."""
        return "Token"


@extend_schema(exclude=True)
class DocumentationView(SpectacularSwaggerSplitView):
    """The OpenAPI document made readable, under the content policy of every page: nothing inline, nothing foreign."""

    url_name = "api-schema"
    template_name = "api/docs.html"
    title = "API de Jalon"
