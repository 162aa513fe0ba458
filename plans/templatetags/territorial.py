"""{% load territorial %}: the marks by which the territorial plan is shown and written."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.formats import NBSP
from core.templatetags.ui import draw_icon as icon
from indicators.pages.parts import long_date
from plans.enums import ActionStatus

register = template.Library()

register.filter("jour", long_date)

# The tone of a badge: its shape and colour say the same as its word.
_TONES = {
    ActionStatus.NOT_TOLD: "no_data",
    ActionStatus.PLANNED: "neutral",
    ActionStatus.ONGOING: "on_track",
    ActionStatus.DONE: "reached",
    ActionStatus.DROPPED: "not_applicable",
}
_MANY = {
    ActionStatus.NOT_TOLD: "sans suivi",
    ActionStatus.PLANNED: "à venir",
    ActionStatus.ONGOING: "en cours",
    ActionStatus.DONE: "réalisées",
    ActionStatus.DROPPED: "abandonnées",
}


@register.filter
def status_tone(status: str) -> str:
    return _TONES[ActionStatus(status)]


@register.filter
def statuses(counted: dict[str, int]) -> str:
    """`2 réalisées, 1 en cours, 1 sans suivi`."""
    return ", ".join(f"{count}{NBSP}{_word(status, count)}" for status, count in counted.items())


def _word(status: str, count: int) -> str:
    word = _MANY[ActionStatus(status)]
    return word.removesuffix("s") if count == 1 and word.endswith("ées") else word


@register.simple_tag(takes_context=True)
def territorial_link(context, verb: str, kind: str, pk: int, name: str, *, word: str = "") -> SafeString:
    """A pencil (or a word) that opens a form in place of its row. Its name is « Modifier : intitulé »."""
    plan, place = context["plan"], context["place"]
    where = [plan.first_year, plan.last_year, place.slug]
    url = reverse(f"territorial_{verb}", args=[*where, pk] if verb == "follow_up" else [*where, kind, pk])
    return format_html(
        '<a class="edit-link{}" href="{}" hx-get="{}" hx-target="closest [data-row]" hx-swap="outerHTML">{}'
        '<span class="{}">{}</span><span class="visually-hidden">{}: {}</span></a>',
        " edit-link--word" if word else "", url, url, icon("comment" if verb == "follow_up" else "edit"),
        "edit-link__word" if word else "visually-hidden", word or "Modifier", NBSP, name,
    )  # fmt: skip
