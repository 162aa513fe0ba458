"""Addresses of the API, version 1. Each app tells its own; here they are put together."""

from django.urls import path, re_path
from drf_spectacular.utils import extend_schema, extend_schema_view
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from config.api_views import DocumentationView, TokenView, UnknownAddress
from indicators.api import IndicatorViewSet, MeasurementViewSet, TargetViewSet
from indicators.api_attainment import AttainmentDetailView, AttainmentViewSet
from indicators.api_breakdowns import BreakdownView
from indicators.api_export import AttainmentExportView
from plans.api import PlanViewSet
from plans.api_territorial import TerritorialPlanViewSet
from regions.api import CLEViewSet, MRCViewSet, RegionViewSet

router = DefaultRouter()
router.include_format_suffixes = False
router.register("regions", RegionViewSet, basename="region")
router.register("mrcs", MRCViewSet, basename="mrc")
router.register("cles", CLEViewSet, basename="cle")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("targets", TargetViewSet, basename="target")
router.register("measurements", MeasurementViewSet, basename="measurement")
router.register("attainment", AttainmentViewSet, basename="attainment")
router.register("plans", PlanViewSet, basename="plan")
router.register("territorial-plans", TerritorialPlanViewSet, basename="territorial-plan")

SchemaView = extend_schema_view(get=extend_schema(exclude=True))(SpectacularAPIView)

urlpatterns = [
    *router.urls,
    re_path(
        r"^attainment/(?P<territory>[0-9A-Za-z-]+)/(?P<fiscal_year>[^/]+)/(?P<key>[0-9A-Za-z_]+)/$",
        AttainmentDetailView.as_view(),
        name="attainment-detail",
    ),
    path("attainment/export/", AttainmentExportView.as_view(), name="attainment-export"),
    path("breakdowns/", BreakdownView.as_view(), name="breakdown-list"),
    path("token/", TokenView.as_view(), name="api-token"),
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("docs/", DocumentationView.as_view(), name="api-docs"),
    re_path(r"^(.*/)?$", UnknownAddress.as_view()),  # without a final slash Django first adds one
]
