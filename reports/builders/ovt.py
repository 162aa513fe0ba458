"""The territorial plan (OVT): what the ministry does for the priorities of each territory, today or in an edition."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import charts
from core.errors import Refused
from core.formats import EMPTY, NBSP, nombre
from core.tables import DATE, INTEGER, SPANNED, Cell, Column, Row, Table
from indicators.models import FiscalYear
from indicators.pages.parts import long_date
from plans.enums import ActionStatus
from plans.models import TerritorialPlan
from plans.territorial_dossier import ActionLine, Group, PlaceLine, TerritorialDossier, territorial_dossier
from reports.document import Cover, Document, Figure, Note, Prose, Section
from reports.enums import DocumentKind
from reports.registry import Kind, Order, register
from reports.steps import Progress, Step

YEARS = 3  # of the plans that the ministry makes; one of another length is read on its pages
SERVICE = "Travail, Emploi et Solidarité sociale"
DEMONSTRATION = (
    "Données de démonstration. Les priorités, leurs numéros et les actes viennent d’un document public; les actions "
    "sont redites en d’autres mots et les suivis sont inventés."
)


def period(year: FiscalYear) -> str:
    """`2020-2022`, for the first fiscal year of the plan."""
    return f"{year.start}-{year.start + YEARS - 1}"


def plan_of(order: Order) -> TerritorialPlan | None:
    first = order.year.start
    return TerritorialPlan.objects.filter(first_year=first, last_year=first + YEARS - 1).first()


def missing(order: Order) -> str:
    plan = plan_of(order)
    if plan is None:
        return f"Il n’y a pas de plan territorial {period(order.year)}{NBSP}: rien à produire."
    if order.edition is not None and not plan.acts.filter(edition=order.edition).exists():
        return f"Il n’y a pas d’édition {order.edition} de ce plan."
    return ""


def editions(order: Order) -> tuple[int, ...]:
    """The numbers of what was adopted, the last first."""
    plan = plan_of(order)
    if plan is None:
        return ()
    return tuple(plan.acts.exclude(edition=None).order_by("-edition").values_list("edition", flat=True))


def build_ovt(order: Order, progress: Progress) -> Document:
    """The tree of a territorial plan. Refused when there is none, or no such edition."""
    progress(Step.READ)
    plan = plan_of(order)
    if plan is None:
        raise Refused(missing(order))
    dossier = territorial_dossier(plan, edition=order.edition)
    progress(Step.COMPOSE, "Les territoires")
    places = tuple(_place(dossier, place) for place in dossier.places)
    return Document(
        kind=order.kind,
        stem=f"plan-territorial-{plan.period}",
        title=f"{plan.title} {plan.period}",
        subject=f"Plan territorial {plan.period} du ministère",
        author=SERVICE,
        running_title=f"Plan territorial {plan.period}",
        cover=Cover(
            service=SERVICE,
            title=plan.title,
            period=plan.period,
            place="Québec",
            state=_state(dossier),
            as_of=_validity(plan),
            warning=DEMONSTRATION if plan.is_demonstration else "",
        ),
        sections=(
            Section("Le plan en bref", _brief(dossier), number="1", role="chapter", anchor="en-bref"),
            Section("Les réponses aux priorités régionales", places, number="2", role="chapter", anchor="reponses"),
            Section(
                "Quelle action répond à quelle priorité", (_matrix(dossier),), number="3", role="chapter",
                anchor="matrice",
            ),
            *_targets(dossier, number="4"),
        ),
        foot="Données de démonstration" if plan.is_demonstration else "",
        sources=(plan.strategy,) if plan.strategy else (),
    )  # fmt: skip


# --- In brief --------------------------------------------------------------------------------------------------------


def _state(dossier: TerritorialDossier) -> str:
    plan = dossier.plan
    state = "Terme échu" if plan.has_ended else plan.get_state_display()
    edition = dossier.edition or plan.edition
    return f"{state} · édition {edition}" if edition else state


def _validity(plan: TerritorialPlan) -> str:
    told = f"Du {long_date(plan.start)} au {long_date(plan.effective_end)}"
    return f"{told} (à l’adoption{NBSP}: jusqu’au {long_date(plan.end)})" if plan.extended_to else told


def _brief(dossier: TerritorialDossier) -> tuple:
    plan = dossier.plan
    blocks: list = [Prose(_lead(dossier), look="lead")]
    blocks += [
        Note(
            format_html(
                "<p>Le plan devait finir le {}. {}, {}{}: {}</p>",
                long_date(act.old_end), act.instrument, act.when, NBSP, act.reason,
            ),
            title=f"Prolongé jusqu’au {long_date(act.new_end)}",
        )
        for act in dossier.extensions
    ]  # fmt: skip
    blocks += [_territories_map(dossier), _territories(dossier), _acts(dossier)]
    if plan.dates_note:
        blocks.append(Prose(format_html("<p>{}</p>", plan.dates_note), look="quiet"))
    return tuple(blocks)


def _lead(dossier: TerritorialDossier) -> SafeString:
    plan = dossier.plan
    among = f" des {nombre(plan.strategy_priorities)}" if plan.strategy_priorities else ""
    return format_html(
        "<p>Le ministère répond par {} actions à {}{} priorités régionales, dans {} territoires ({}). Une action peut "
        "répondre à plusieurs priorités{}: on compte {} réponses.</p>",
        nombre(dossier.action_count), nombre(dossier.priority_count), among, len(dossier.places),
        dossier.regions_note, NBSP, nombre(dossier.link_count),
    )  # fmt: skip


def _territories_map(dossier: TerritorialDossier) -> Figure:
    """Actions by region, as tiles; a region that counts as several territories tells each (« 4 + 2 »)."""
    by_region: dict[str, list[PlaceLine]] = {}
    for place in dossier.places:
        by_region.setdefault(place.region_code, []).append(place)
    told = [
        (code, places[0].region_name, " + ".join(str(len(place.actions)) for place in places))
        for code, places in by_region.items()
    ]
    description = f"Nombre d’actions{NBSP}: {', '.join(f'{name} {value}' for _, name, value in told)}."
    title = "Actions du ministère par région"
    tiles = [charts.Tile(code, name, value=value) for code, name, value in told]
    chart = charts.tile_map(tiles, title=title, description=description)
    return Figure("actions-par-region", title, chart, description)


def _territories(dossier: TerritorialDossier) -> Table:
    rows = [
        Row(
            f"{place.name}{_part_of(place)}",
            Cell(", ".join(str(one.number) for one in place.priorities)),
            len(place.priorities),
            len(place.actions),
            sum(len(action.priorities) for action in place.actions),
        )
        for place in dossier.places
    ]
    total = Row("Total", Cell(""), dossier.priority_count, dossier.action_count, dossier.link_count, role="total")
    return Table(
        key="territoires",
        caption="Territoires, priorités et actions",
        columns=(
            Column("Territoire", width=40, is_head=True),
            Column("Numéros des priorités", width=24),
            Column("Priorités", INTEGER),
            Column("Actions", INTEGER),
            Column("Réponses", INTEGER),
        ),
        rows=(*rows, total),
        notes=("Les numéros sont ceux que la stratégie gouvernementale donne aux priorités de chaque territoire.",),
    )


def _part_of(place: PlaceLine) -> str:
    return f" (partie de la région {place.region_code})" if place.is_part else ""


def _acts(dossier: TerritorialDossier) -> Table:
    return Table(
        key="actes",
        caption="Actes",
        columns=(
            Column("Acte", width=13, is_head=True),
            Column("Décision", width=11),
            Column("Instance et fondement", width=23),
            Column("Motif"),
            Column("Fin avant", DATE, width=13),
            Column("Fin après", DATE, width=13),
        ),
        rows=tuple(
            Row(
                act.kind_label,
                act.when,
                ", ".join(part for part in (act.body, act.instrument) if part),
                act.reason,
                act.old_end,
                act.new_end,
            )
            for act in dossier.acts
        ),
    )


# --- Territories -----------------------------------------------------------------------------------------------------


def _place(dossier: TerritorialDossier, place: PlaceLine) -> Section:
    blocks: list = []
    if place.is_part:
        blocks.append(
            Prose(
                format_html("<p>Partie de la région {}{}: {}.</p>", place.region_name, NBSP, ", ".join(place.mrcs)),
                look="quiet",
            )
        )
    blocks.append(_answers(dossier, place))
    return Section(place.name, tuple(blocks), anchor=place.slug, keep=True)


def _answers(dossier: TerritorialDossier, place: PlaceLine) -> Table:
    """Priority | action | targets and dates | follow-up: a shared list stands once, beside all its priorities."""
    rows = []
    for group in place.groups:
        if not group.actions:
            rows.append(Row(Cell(html=_priorities(group)), None, "Aucune action n’y répond.", *_told(dossier, None)))
        for rank, action in enumerate(group.actions):
            head = SPANNED if rank else Cell(html=_priorities(group), rowspan=len(group.actions))
            rows.append(Row(head, action.number, Cell(html=_text(action)), *_told(dossier, action)))
    columns = [
        Column("Priorité", width=22, is_head=True),
        Column("Nº", INTEGER, width=6),
        Column("Action du ministère"),
        Column("Cibles, résultats et dates", width=21),
    ]
    if dossier.edition is None:
        columns.append(Column("État et suivi", width=19))
    return Table(
        key=f"reponses-{place.slug}",
        caption=place.name,
        columns=tuple(columns),
        rows=tuple(rows),
        notes=tuple(f"Action {one.number}{NBSP}: {one.source_note}" for one in place.actions if one.source_note),
    )


def _priorities(group: Group) -> SafeString:
    return format_html_join(
        "", "<p><strong>{}.</strong> {}</p>", ((priority.number, priority.title) for priority in group.priorities)
    )


def _text(action: ActionLine) -> SafeString:
    beside = [
        f"{word}{NBSP}: {value}"
        for word, value in (("Responsable", action.lead), ("Partenaires", action.partners))
        if value
    ]
    return format_html(
        "<p>{}</p>{}", action.text, format_html_join("", "<p><em>{}</em></p>", ((one,) for one in beside))
    )


def _told(dossier: TerritorialDossier, action: ActionLine | None) -> tuple[Cell, ...]:
    """The cells of targets and follow-up; an adopted edition has no follow-up."""
    aims = Cell(html=_aims(action)) if action else Cell("")
    if dossier.edition is not None:
        return (aims,)
    return aims, Cell(html=_follow_up(action)) if action else Cell("")


def _aims(action: ActionLine) -> SafeString:
    lines = [
        f"{target.when}{NBSP}: {target.aim}" + (f" (résultat{NBSP}: {target.obtained})" if target.obtained else "")
        for target in action.targets
    ]
    if action.dates:
        lines.append(f"{action.dates[:1].upper()}{action.dates[1:]}")
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines or (EMPTY,)))


def _follow_up(action: ActionLine) -> SafeString:
    told = format_html("<p><strong>{}</strong></p>", ActionStatus(action.status).label)
    last = action.follow_ups[0] if action.follow_ups else None
    if last is None:
        return told
    return told + format_html("<p>{}{}{}</p>", long_date(last.on), f"{NBSP}: " if last.note else "", last.note)


# --- Matrix ----------------------------------------------------------------------------------------------------------


def _matrix(dossier: TerritorialDossier) -> Table:
    rows: list[Row] = []
    for place in dossier.places:
        rows.append(Row(place.name, role="group"))
        for priority in place.priorities:
            answers = place.answers(priority)
            numbers = ", ".join(str(action.number) for action in answers) or EMPTY
            rows.append(Row(priority.number, priority.title, numbers, len(answers)))
    rows.append(Row(Cell(""), "Total", Cell(""), dossier.link_count, role="total"))
    return Table(
        key="matrice",
        caption="Priorités régionales et actions qui y répondent",
        columns=(
            Column("Nº", INTEGER, width=7),
            Column("Priorité régionale", is_head=True),
            Column("Actions", width=18),
            Column("Nombre", INTEGER, width=10),
        ),
        rows=tuple(rows),
        notes=("Une action qui répond à deux priorités est comptée à chacune.",),
    )


# --- Targets ---------------------------------------------------------------------------------------------------------


def _targets(dossier: TerritorialDossier, *, number: str) -> tuple[Section, ...]:
    """Every target beside its result, as exact values; no chapter when no source gives a target."""
    rows = [
        Row(place.name, action.number, target.when, target.value, target.unit, target.due, target.result)
        for place in dossier.places
        for action in place.actions
        for target in action.targets
    ]
    if not rows:
        return ()
    table = Table(
        key="cibles",
        caption="Cibles des actions et résultats",
        columns=(
            Column("Territoire", width=22, is_head=True),
            Column("Action", INTEGER, width=8),
            Column("Année", width=15),
            Column("Cible", INTEGER, width=9),
            Column("Ce qui est compté"),
            Column("Au plus tard le", DATE, width=16),
            Column("Résultat", INTEGER, width=11),
        ),
        rows=tuple(rows),
        notes=("Les autres actions n’ont pas de cible dans la source. Un résultat en blanc n’est pas zéro.",),
    )
    return (Section("Cibles et résultats", (table,), number=number, role="chapter", anchor="cibles", follows=True),)


register(
    Kind(
        code=DocumentKind.OVT,
        label=DocumentKind.OVT.label,
        lead="Les priorités de chaque territoire, les actions du ministère qui y répondent et leur suivi.",
        build=build_ovt,
        scope="nation",
        has_editions=True,
        years=YEARS,
        missing=missing,
        period=period,
        editions=editions,
    )
)
