"""Addresses of the public site: stable, readable, without an account."""

from django.urls import path

from reports import views_public as views

_PLAN = "public/<slug:territory>/<exercice:year>/"

urlpatterns = [
    path("public/", views.public_list, name="public_list"),
    path("plan-du-site.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path(_PLAN, views.public_plan, name="public_plan"),
    path(f"{_PLAN}plan.json", views.public_json, name="public_json"),
    path(f"{_PLAN}plan.pdf", views.public_pdf, name="public_pdf"),
    path(f"{_PLAN}editions/<int:number>/", views.public_plan, name="public_edition"),
    path(f"{_PLAN}editions/<int:number>/plan.json", views.public_json, name="public_edition_json"),
    path(f"{_PLAN}editions/<int:number>/plan.pdf", views.public_pdf, name="public_edition_pdf"),
    path(f"{_PLAN}suivi/", views.public_follow_up, name="public_follow_up"),
    path(f"{_PLAN}donnees/datapackage.json", views.public_package, name="public_package"),
    path(f"{_PLAN}donnees/<slug:table>.csv", views.public_table_csv, name="public_table"),
]
