"""Search over plans, their parts and indicators: no accents, French word endings, one's own territories only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import connection
from django.db.models import F, Model, Q, QuerySet
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from accounts.enums import Ability
from accounts.models import User
from core.folding import fold, stems
from core.prose import plain
from indicators.models import Indicator
from partners.models import Organisation
from plans.models import Action, Plan, SearchEntry
from plans.parts import KIND_OF, PARTS
from plans.rows import read_rows

LONGEST_QUESTION = 200
_AROUND = 90  # letters shown before and after the first word found
_TEXTS = {"CharField", "TextField"}


@dataclass(frozen=True)
class Found:
    """One answer: where it leads, what it is called, and the words around the first one found."""

    title: str
    what: str
    where: str
    url: str
    excerpt: SafeString


def index_row(row: Model) -> None:
    """Write what search knows of a row; an archived row is forgotten until it is restored."""
    kind = KIND_OF[type(row)]
    if row.archived_at:
        SearchEntry.objects.filter(kind=kind, row=row.pk).delete()
        return
    SearchEntry.objects.bulk_create(
        [entry_of(row)],
        update_conflicts=True,
        unique_fields=["kind", "row"],
        update_fields=["plan", "title", "text", "folded"],
    )


def index_plan(plan: Plan) -> None:
    """Write what search knows of every row of a plan, anew."""
    SearchEntry.objects.filter(plan=plan).delete()
    rows = read_rows(plan)
    SearchEntry.objects.bulk_create([entry_of(row) for found in rows.values() for row in found if type(row) in KIND_OF])


def entry_of(row: Model) -> SearchEntry:
    part = PARTS[KIND_OF[type(row)]]
    words = [str(row), *(plain(value) for name in part.fields if isinstance(value := _text(row, name), str))]
    text = "\n".join(dict.fromkeys(word for word in words if word))
    return SearchEntry(
        plan=row.owning_plan, kind=part.kind, row=row.pk, title=str(row)[:200], text=text, folded=fold(text)
    )


def _text(row: Model, name: str) -> str | None:
    field = row._meta.get_field(name)
    return getattr(row, name) if field.get_internal_type() in _TEXTS and not field.choices else None


def search_entries(question: str, user: User) -> QuerySet[SearchEntry]:
    """The rows that hold every word of the question, among the plans that the person may read; the best first."""
    entries = SearchEntry.objects.filter(plan__in=Plan.objects.visible_to(user))
    entries = entries.select_related("plan__territory", "plan__year")
    if connection.vendor == "postgresql":
        query = SearchQuery(fold(question), config="french", search_type="plain")
        vector = SearchVector("folded", config="french")
        found = entries.annotate(vector=vector).filter(vector=query)
        return found.annotate(rank=SearchRank(F("vector"), query)).order_by("-rank", "-plan__year", "pk")
    words = [Q(folded__contains=word) for word in stems(question)]
    return entries.filter(reduce(and_, words, Q())).order_by("-plan__year", "pk")


def found_entry(entry: SearchEntry, question: str) -> Found:
    name = PARTS[entry.kind].verbose_name
    return Found(
        title=entry.title,
        what=name[:1].upper() + name[1:],
        where=str(entry.plan),
        url=f"{entry.plan.get_absolute_url()}#{entry.kind}-{entry.row}",
        excerpt=excerpt(entry.text, question),
    )


def search_plans(question: str, user: User) -> list[Found]:
    """Plans whose title or place holds every word."""
    plans = Plan.objects.visible_to(user).select_related("territory", "year")
    return [
        Found(str(plan.title), plan.get_kind_display(), str(plan.territory), plan.get_absolute_url(), SafeString(""))
        for plan in plans
        if _holds(f"{plan.title} {plan.territory} {plan.year.label}", question)
    ]


def search_organisations(question: str, user: User) -> list[Found]:
    """Partners of one's territories; each leads to its actions in the latest plan that one may read."""
    places = user.visible_territories(Ability.READ_PLAN)
    known = Organisation.objects.filter(territory__in=places).select_related("territory")
    actions = Action.objects.filter(
        organisations__in=known, strategy__plan_field__plan__in=Plan.objects.visible_to(user)
    )
    linked = actions.order_by("strategy__plan_field__plan__year").values_list(
        "organisations", "strategy__plan_field__plan__territory__slug", "strategy__plan_field__plan__year"
    )
    latest = {organisation: (slug, year) for organisation, slug, year in linked}
    return [
        Found(
            organisation.name,
            organisation.get_kind_display(),
            str(organisation.territory),
            reverse("actions", args=latest[organisation.pk]) if organisation.pk in latest else "",
            SafeString(""),
        )
        for organisation in known
        if _holds(organisation.name, question)
    ]


def search_indicators(question: str) -> list[Found]:
    """Indicators whose name, number or definition holds every word; the catalogue is everybody's."""
    return [
        Found(
            indicator.name,
            "Indicateur",
            f"Numéro {indicator.number}" if indicator.number else indicator.code,
            reverse("indicator_definition", args=[indicator.key]),
            excerpt(indicator.definition, question),
        )
        for indicator in Indicator.objects.all()
        if _holds(f"{indicator.number} {indicator.name} {indicator.definition}", question)
    ]


def excerpt(text: str, question: str) -> SafeString:
    """The words around the first one found, marked, as escaped text."""
    wanted = stems(question)
    spans = [match.span() for match in re.finditer(r"\w+", text) if any(word in fold(match.group()) for word in wanted)]
    if not spans:
        return SafeString(escape(text[: 2 * _AROUND]))
    start, end = max(0, spans[0][0] - _AROUND), spans[0][1] + _AROUND
    html, at = "…" if start else "", start
    for first, last in spans:
        if first >= at and last <= end:
            html += f"{escape(text[at:first])}<mark>{escape(text[first:last])}</mark>"
            at = last
    return SafeString(html + escape(text[at:end]) + ("…" if end < len(text) else ""))


def _holds(text: str, question: str) -> bool:
    folded = fold(text)
    return all(word in folded for word in stems(question))
