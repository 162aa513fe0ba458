"""Addresses: readable, stable, shareable. Each app owns its own."""

from django.urls import include, path, register_converter

from config.converters import FiscalYearConverter, MonthConverter
from core.health import health
from core.style_guide import style_guide

register_converter(FiscalYearConverter, "exercice")
register_converter(MonthConverter, "mois")

urlpatterns = [
    path("api/v1/", include("config.api_urls")),  # first: programs ask most often
    path("", include("reports.urls")),
    path("", include("plans.urls")),
    path("", include("partners.urls")),
    path("", include("indicators.urls")),
    path("compte/", include("accounts.security_urls")),
    path("", include("accounts.urls")),
    path("compte/", include("allauth.account.urls")),
    path("guide-de-style/", style_guide, name="style_guide"),
    path("sante/", health, name="health"),
]
