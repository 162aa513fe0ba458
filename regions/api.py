"""Places in the API: reference data, open to every signed-in account."""

from django.db.models import Prefetch
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from core.api import ReadViewSet
from regions.filters import CLEFilter, MRCFilter, with_region_on
from regions.models import MRC, MRCMembership, Territory

CODE = r"[0-9A-Za-z-]+"


class PlaceSerializer(serializers.ModelSerializer):
    """Un territoire, nommé."""

    class Meta:
        model = Territory
        fields = read_only_fields = ["code", "name"]


class MRCNameSerializer(serializers.ModelSerializer):
    """Une MRC, nommée."""

    class Meta:
        model = MRC
        fields = read_only_fields = ["code", "name"]


class CLENameSerializer(serializers.ModelSerializer):
    """Un CLE, nommé."""

    class Meta:
        model = Territory
        fields = read_only_fields = ["code", "name", "is_demonstration"]


class RegionSerializer(serializers.ModelSerializer):
    """Une région administrative."""

    class Meta:
        model = Territory
        fields = read_only_fields = ["code", "name", "slug", "kind"]


class RegionDetailSerializer(RegionSerializer):
    """Une région, ses CLE et ses MRC d’aujourd’hui."""

    cles = CLENameSerializer(source="children", many=True)
    mrcs = serializers.SerializerMethodField()

    class Meta(RegionSerializer.Meta):
        fields = read_only_fields = [*RegionSerializer.Meta.fields, "cles", "mrcs"]

    @extend_schema_field(MRCNameSerializer(many=True))
    def get_mrcs(self, region: Territory):
        return MRCNameSerializer(MRC.objects.in_region(region, timezone.localdate()), many=True).data


class MRCMembershipSerializer(serializers.ModelSerializer):
    """La région d’une MRC d’un jour à un autre, bornes comprises; nul : sans limite."""

    region = PlaceSerializer()

    class Meta:
        model = MRCMembership
        fields = read_only_fields = ["region", "start", "end"]


class MRCSerializer(serializers.ModelSerializer):
    """Une MRC ou un territoire équivalent, et les régions auxquelles il a appartenu."""

    region = serializers.SerializerMethodField()
    memberships = MRCMembershipSerializer(many=True)

    class Meta:
        model = MRC
        fields = read_only_fields = ["code", "name", "kind", "former_name", "renamed_in", "region", "memberships"]

    @extend_schema_field(PlaceSerializer(allow_null=True))
    def get_region(self, mrc: MRC):
        return {"code": mrc.region_code, "name": mrc.region_name} if mrc.region_code else None


class CLESerializer(serializers.ModelSerializer):
    """Un centre local d’emploi. Ceux qui ne servent qu’à la démonstration le disent."""

    region = PlaceSerializer(source="parent")
    mrcs = MRCNameSerializer(many=True)

    class Meta:
        model = Territory
        fields = read_only_fields = ["code", "name", "region", "mrcs", "is_demonstration"]


@extend_schema_view(
    list=extend_schema(summary="Les 17 régions"), retrieve=extend_schema(summary="Une région, ses CLE et ses MRC")
)
class RegionViewSet(ReadViewSet):
    """Les régions administratives du Québec."""

    queryset = Territory.objects.regions()
    lookup_field = "code"
    lookup_value_regex = CODE
    not_found = "Région inconnue : {key}."

    def get_serializer_class(self):
        return RegionDetailSerializer if self.detail else RegionSerializer


@extend_schema_view(
    list=extend_schema(summary="Les MRC et territoires équivalents"), retrieve=extend_schema(summary="Une MRC")
)
class MRCViewSet(ReadViewSet):
    """Les 104 MRC et territoires équivalents, avec leurs appartenances datées aux régions."""

    serializer_class = MRCSerializer
    filterset_class = MRCFilter
    lookup_field = "code"
    lookup_value_regex = CODE
    not_found = "MRC inconnue : {key}."
    queryset = MRC.objects.prefetch_related(
        Prefetch("memberships", MRCMembership.objects.select_related("region").oldest_first())
    )

    def get_queryset(self):
        """In a list the filter tells the region on the day asked for; a detail tells that of today."""
        queryset = super().get_queryset()
        return with_region_on(queryset, timezone.localdate()) if self.detail else queryset


@extend_schema_view(list=extend_schema(summary="Les centres locaux d’emploi"), retrieve=extend_schema(summary="Un CLE"))
class CLEViewSet(ReadViewSet):
    """Les centres locaux d’emploi (CLE) et les MRC qu’ils servent."""

    queryset = Territory.objects.cles().select_related("parent").prefetch_related("mrcs")
    serializer_class = CLESerializer
    filterset_class = CLEFilter
    lookup_field = "code"
    lookup_value_regex = CODE
    not_found = "CLE inconnu : {key}."
