"""{% load prose %}: what a page needs where prose is read, and where it is written."""

import json

from django import template
from django.templatetags.static import static
from django.urls import reverse

from plans.models import Plan

register = template.Library()

_MODULES = {
    "tiptap": "vendor/tiptap/tiptap.min.js",
    "markup": "js/prose-markup.js",
    "doc": "js/prose-doc.js",
    "paste": "js/prose-paste.js",
    "schema": "js/prose-schema.js",
    "dialogs": "js/prose-dialogs.js",
    "editor": "js/prose-editor.js",
}


@register.inclusion_tag("plans/_prose_assets.html")
def prose_assets(plan: Plan | None = None) -> dict:
    """The style of prose and the loader of its editor, for the head of a page; the bundle comes when somebody writes.

    Without a plan, texts are written without its figures and notes.
    """
    figures = reverse("plan_figures", args=[plan.territory.slug, plan.year_id]) if plan else ""
    return {"modules": json.dumps({name: static(path) for name, path in _MODULES.items()}), "figures": figures}
