"""The frame of the API: pages of lists, fast JSON, errors as JSON sentences, tokens and the documentation page."""

import logging
from decimal import Decimal

import orjson
from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.signals import got_request_exception
from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework import pagination, permissions, renderers, serializers, status, views
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import AuthenticationFailed, Throttled, ValidationError
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle

logger = logging.getLogger(__name__)

DOCUMENTATION_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Pagination(pagination.PageNumberPagination):
    """`page` and `page_size` (200, at most 1 000)."""

    page_size = 200
    page_size_query_param = "page_size"
    page_query_description = "Numéro de la page, à partir de 1."
    page_size_query_description = "Lignes par page : 200 par défaut, 1 000 au plus."
    max_page_size = 1000
    invalid_page_message = "Cette page n’existe pas."

    def get_page_size(self, request):
        asked = request.query_params.get(self.page_size_query_param, "").strip()
        if not asked:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= self.max_page_size):
            raise ValidationError({self.page_size_query_param: [f"Un entier de 1 à {self.max_page_size}."]})
        return int(asked)


class JSONRenderer(renderers.BaseRenderer):
    """JSON by orjson: several times faster than the standard library on long lists."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=_plain)


def _plain(value) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def json_errors(exc: Exception, context: dict) -> Response:
    """Every error of the API is JSON, those nobody foresaw included (they are logged, and seen by the tests)."""
    response = views.exception_handler(exc, context)
    if response is not None:
        return response
    request = context["request"]
    logger.exception("API error on %s", request.path)
    got_request_exception.send(sender=None, request=request._request)
    views.set_rollback()
    return Response(
        {"detail": "Une erreur est survenue de notre côté. Réessayez ; si elle persiste, signalez-la."},
        status=status.HTTP_500_INTERNAL_SERVER_ERROR,
    )


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
    """Adresse de courriel et mot de passe."""

    email = serializers.EmailField(write_only=True)
    password = serializers.CharField(write_only=True, trim_whitespace=False, style={"input_type": "password"})


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
            401: OpenApiResponse(description="Adresse ou mot de passe inconnu."),
            429: OpenApiResponse(description="Trop d’essais : attendez."),
        },
        auth=[],
    )
    def post(self, request):
        form = CredentialsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            user = get_adapter().authenticate(request._request, **form.validated_data)
        except DjangoValidationError as error:
            raise Throttled(detail=" ".join(error.messages)) from error
        if user is None or not user.is_active:
            raise AuthenticationFailed("Adresse de courriel ou mot de passe inconnu.")
        token, _ = Token.objects.get_or_create(user=user)
        return Response({"token": token.key})

    def get_authenticate_header(self, request) -> str:
        """Without it a refusal would be told as 403."""
        return "Token"


class DocumentationView(SpectacularSwaggerSplitView):
    """The OpenAPI document made readable. Its stylesheet sets styles inline; its scripts are files of ours."""

    url_name = "api-schema"
    template_name = "api/docs.html"
    title = "API de Jalon"

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = DOCUMENTATION_POLICY
        return response
