"""The whole plan of 2007-2008 entered again, record by record, through the verbs that people's pages call.

Nothing is copied from the plan of the demonstration: its records are typed into an empty plan of another year, its
frame by the ministry and the rest by the director, then the two plans are compared, field by field. The counts are
those of the printed document.
"""

from decimal import Decimal

import pytest

from indicators.demo import EMPLOYMENT_TARGETS, EXTERNAL_PARTS, SOLIDARITY_TARGETS
from indicators.models import Indicator, Target
from indicators.services import open_year, revise_target
from plans import models as m
from plans.demo.issues import COMMITTEES, ISSUES, SECTORS
from plans.demo.key_figures import KEY_FIGURES, MRC_FIGURES
from plans.demo.objectives import CONFORMITY_ACTIONS, FOOTNOTES, OBJECTIVES
from plans.demo.orientations import ORIENTATIONS
from plans.demo.resources import BUDGET_ENVELOPE, BUDGET_HISTORY, BUDGET_PRINTED_PERCENT, BUDGET_SHARES, STAFF
from plans.demo.sections_employment import EMPLOYMENT_SECTIONS, SIGNATORIES
from plans.demo.sections_solidarity import SOLIDARITY_SECTIONS
from plans.dossier import plan_dossier
from plans.parts import KIND_OF, PARTS
from plans.rows import read_rows
from plans.services import edit_row
from plans.services_begin import begin_plan
from plans.services_frame import add_field, add_orientation
from plans.services_structure import add_child, move_row
from regions.models import MRC

YEAR = 2010
_KEYS = {
    "id", "plan_id", "plan_field_id", "strategy_id", "field_id", "orientation_id", "version", "carried_from",
    "archived_at",
}  # fmt: skip


def number(text) -> Decimal | None:
    return None if text is None else Decimal(text)


class Typist:
    """Types records into a plan as the director of its region."""

    def __init__(self, plan: m.Plan, by) -> None:
        self.plan, self.by = plan, by

    def add(self, part: str, parent=None, **values):
        return add_child(part=part, parent=parent or self.plan, by=self.by, **values)

    def fill(self, row, **values) -> None:
        edit_row(row=row, expected_version=row.version, values=values, by=self.by)

    def texts(self) -> None:
        for section in (*EMPLOYMENT_SECTIONS, *SOLIDARITY_SECTIONS):
            row = self.plan.sections.get(volet=section.volet, key=section.key)
            self.fill(row, title=section.title, body=section.body)
        for person in SIGNATORIES:
            self.add("signataire", name=person.name, role=person.role)
        for marker, text in FOOTNOTES:
            self.add("note", marker=marker, text=text)

    def portrait(self) -> None:
        for one in KEY_FIGURES:
            values = one._asdict()
            values |= {f"{name}_value": number(values.pop(name)) for name in ("region", "quebec")}
            self.add("chiffre-cle", **values | {"quebec_share": number(one.quebec_share)})
        for one in MRC_FIGURES:
            self.add("taux-mrc", mrc=MRC.objects.get(pk=one.mrc_code), value=Decimal(one.value), trend=one.trend)
        for one in ISSUES:
            self.add("enjeu", title=one.title, description=one.description, retained=one.retained)
        for one in SECTORS:
            self.add("secteur", name=one.name, description=one.description)
        for one in COMMITTEES:
            self.add("comite", name=one.name, elements=one.elements, council_note=one.council_note)

    def answers(self) -> None:
        for orientation in ORIENTATIONS:
            context = self.plan.orientation_contexts.get(orientation__number=orientation.number)
            self.fill(context, summary=orientation.summary)
            for field in orientation.fields:
                row = self.plan.plan_fields.get(field__number=field.number)
                self.fill(row, situation_heading=field.situation_heading, situation=field.situation)
                for strategy in field.strategies:
                    made = self.add("strategie", row, title=strategy.title)
                    for text in strategy.actions:
                        self.add("action", made, text=text)

    def means(self) -> None:
        self.fill(
            m.Budget.objects.get(plan=self.plan), envelope=Decimal(BUDGET_ENVELOPE),
            printed_percent=Decimal(BUDGET_PRINTED_PERCENT), is_hypothesis=True,
            note=m.Budget.objects.get(plan__territory__code="01", plan__year=2007).note,
        )  # fmt: skip
        for one in BUDGET_SHARES:  # in the order in which the plan prints them
            share = self.plan.budget_shares.get(territory__code=f"01-{one.mrc_code}")
            self.fill(share, percent=Decimal(one.percent), amount=Decimal(one.amount))
            share = self.plan.budget_shares.get(pk=share.pk)
            last = self.plan.budget_shares.last()
            if share != last:
                move_row(row=share, expected_version=share.version, by=self.by, after=last)
        for one in BUDGET_HISTORY:
            self.add(
                "budget-anterieur", year=open_year(int(one.fiscal_year[:4])), opening=Decimal(one.opening),
                later=Decimal(one.later), note=one.note,
            )  # fmt: skip
        for one in STAFF:
            self.add(
                "effectif", unit=one.unit, category=one.category, year=open_year(one.year), value=Decimal(one.value)
            )

    def solidarity(self) -> None:
        for one in OBJECTIVES:
            results = "\n".join(f"- {result}" for result in one.results)
            self.add("objectif", title=one.title, expected_results=results)
        for one in CONFORMITY_ACTIONS:
            self.add("conformite", text=one.text)

    def targets(self) -> None:
        for key, value in {**EMPLOYMENT_TARGETS, **SOLIDARITY_TARGETS}.items():
            revise_target(
                indicator=Indicator.objects.get(number=key), year=self.plan.year, territory=self.plan.territory,
                value=Decimal(value), reason="Cible du plan.", effective_month=1, expected_version=0, by=self.by,
            )  # fmt: skip


@pytest.fixture
def typed(cast, region):
    """A plan of another year with everything the plan of 2007-2008 says, under a frame typed by the ministry."""
    year = open_year(YEAR)
    cycle = m.PlanningCycle.objects.create(year=year)
    for orientation in ORIENTATIONS:
        entry = add_orientation(cycle=cycle, title=orientation.title, by=cast.national)
        for field in orientation.fields:
            add_field(orientation=entry, title=field.title, by=cast.national)
    made = begin_plan(territory=region, year=year, by=cast.director)
    typist = Typist(made, cast.director)
    for write in (
        typist.texts, typist.portrait, typist.answers, typist.means, typist.solidarity, typist.targets,
    ):  # fmt: skip
        write()
    return made


def told(plan: m.Plan, kind: str) -> list[dict]:
    """Every column of every row of a kind, but the keys."""
    model = PARTS[kind].model
    return [
        {name.attname: getattr(row, name.attname) for name in model._meta.concrete_fields if name.attname not in _KEYS}
        for row in read_rows(plan)[model]
    ]


def test_no_field_of_any_part_is_missing(typed, plan):
    """Every column, of every row, of every kind of part."""
    wrong = {}
    for kind in PARTS:
        if kind in {"texte", "action-locale"}:
            continue
        mine, theirs = told(typed, kind), told(plan, kind)
        if mine != theirs:
            wrong[kind] = [pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]][:1] or len(mine)
    assert wrong == {}


def test_every_text_is_there_under_its_key(typed, plan):
    mine = {(row.volet, row.key): (row.title, row.body) for row in typed.sections.all() if row.body}
    written = {(one.volet, one.key): (one.title, one.body) for one in (*EMPLOYMENT_SECTIONS, *SOLIDARITY_SECTIONS)}
    assert mine == {key: text for key, text in written.items() if text[1]}
    assert {(row.volet, row.key) for row in plan.sections.all()} <= {
        (row.volet, row.key) for row in typed.sections.all()
    }


def test_the_counts_are_those_of_the_printed_plan(typed):
    rows, dossier = read_rows(typed), plan_dossier(typed)
    assert [(one.number, one.title) for one in dossier.fields] == [
        (field.number, field.title) for orientation in ORIENTATIONS for field in orientation.fields
    ]
    counts = {KIND_OF[model]: len(found) for model, found in rows.items() if model in KIND_OF}
    assert (len(dossier.orientations), len(dossier.fields)) == (3, 7)
    assert [len(part.strategies) for part in dossier.fields] == [2, 2, 3, 1, 2, 2, 2]
    assert [part.action_count for part in dossier.fields] == [8, 5, 10, 5, 6, 7, 9]
    expected = {
        "signataire": 2, "enjeu": 5, "secteur": 11, "comite": 4, "strategie": 14, "action": 50, "taux-mrc": 8,
        "budget": 1, "part-budget": 8, "budget-anterieur": 2, "effectif": 8, "objectif": 4, "conformite": 13,
    }  # fmt: skip
    assert {kind: counts[kind] for kind in expected} == expected


def test_the_sums_and_their_differences_are_those_of_the_printed_plan(typed, plan):
    mine, theirs = plan_dossier(typed), plan_dossier(plan)
    assert (mine.budget.amount_sum, mine.budget.percent_sum) == (Decimal(22999), Decimal("99.99"))
    assert mine.budget.notice == theirs.budget.notice != ""
    assert mine.staff.rows == theirs.staff.rows
    assert dict(mine.staff.rows)["Total"][-1] == Decimal("170.8")


def test_the_thirteen_and_four_targets_are_there(typed, plan):
    def values(one):
        current = Target.objects.current().filter(territory=one.territory, year=one.year).select_related("indicator")
        return {target.indicator.key: target.value for target in current}

    assert values(typed) == values(plan)
    assert (len(EMPLOYMENT_TARGETS), len(SOLIDARITY_TARGETS), len(values(typed))) == (13, 4, 17)
    assert {key: Decimal(value) * 5 for key, value in EXTERNAL_PARTS.items()} == {
        "2": values(typed)["2"], "5": values(typed)["5"],
    }  # fmt: skip


def test_who_typed_it_is_in_the_history(typed, cast):
    changes = m.RowChange.objects.filter(plan=typed)
    assert set(changes.values_list("author", flat=True)) == {cast.director.pk}
    assert changes.filter(act="add", kind="action").count() == 50
