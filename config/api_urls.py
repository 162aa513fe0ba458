"""Addresses of the API, version 1. Each app tells its own; here they are put together."""

from django.urls import path, re_path
from drf_spectacular.utils import extend_schema, extend_schema_view
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from config.api import DocumentationView, TokenView, UnknownAddress
from indicators.api import AttainmentViewSet, IndicatorViewSet, MeasurementViewSet, TargetViewSet
from plans.api import PlanViewSet
from regions.api import CLEViewSet, MRCViewSet, RegionViewSet

router = DefaultRouter()
router.include_format_suffixes = False
router.register("regions", RegionViewSet, basename="region")
router.register("mrcs", MRCViewSet, basename="mrc")
router.register("cles", CLEViewSet, basename="cle")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("plans", PlanViewSet, basename="plan")

SchemaView = extend_schema_view(get=extend_schema(exclude=True))(SpectacularAPIView)

urlpatterns = [
    *router.urls,
    path("targets/", TargetViewSet.as_view({"get": "list"}, detail=False), name="target-list"),
    path("measurements/", MeasurementViewSet.as_view({"get": "list"}, detail=False), name="measurement-list"),
    path("attainment/", AttainmentViewSet.as_view({"get": "list"}, detail=False), name="attainment-list"),
    path(
        "attainment/<str:territory>/<str:fiscal_year>/<str:key>/",
        AttainmentViewSet.as_view({"get": "retrieve"}, detail=True),
        name="attainment-detail",
    ),
    path("token/", TokenView.as_view(), name="api-token"),
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("docs/", DocumentationView.as_view(), name="api-docs"),
    re_path(r"^(.*/)?$", UnknownAddress.as_view()),  # without a final slash Django first adds one
]
