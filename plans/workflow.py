"""The way of each kind of plan, from draft to closed: one table a kind, the single place where states are led.

Pages draw their buttons from it, services obey it, tests walk every state × transition × role, and
`docs/permissions.md` is printed from it. Sources: Convention de performance et d’imputabilité (2006), planning cycle;
Act M-15.001, s. 40.
"""

from dataclasses import dataclass
from datetime import date

from accounts.enums import Ability
from accounts.models import User
from core.states import Transition, leaving
from plans.enums import Body, PlanKind
from plans.enums import PlanState as S
from plans.enums import SolidarityState as V
from plans.models import Plan

BODY_OF = {
    "consult": Body.DIRECTORATE,
    "submit": Body.DIRECTORATE,
    "withdraw": Body.DIRECTORATE,
    "adopt": Body.COUNCIL,
    "return_by_council": Body.COUNCIL,
    "transmit": Body.DIRECTORATE,
    "examine": Body.COMMISSION,
    "return_by_commission": Body.COMMISSION,
    "approve": Body.MINISTER,
    "return_by_minister": Body.MINISTER,
    "publish": Body.MINISTER,
    "revise": Body.DIRECTORATE,
    "close": Body.DIRECTORATE,
    "extend": Body.GOVERNMENT,
    "revise_national": Body.MINISTER,
    "close_national": Body.MINISTER,
    "submit_local": Body.OFFICE,
    "adopt_local": Body.DIRECTORATE,
    "return_local": Body.DIRECTORATE,
    "submit_solidarity": Body.DIRECTORATE,
    "approve_solidarity": Body.DEPUTY_MINISTER,
    "return_solidarity": Body.DEPUTY_MINISTER,
    "reopen_solidarity": Body.DIRECTORATE,
}

_WRITTEN = frozenset({S.DRAFT, S.CONSULTATION, S.REVISION})
_REOPENED = ("submitted_on", "adopted_on", "transmitted_on", "approved_on")  # dates of the edition that is left behind

_ADOPT = Transition(
    "adopt", "Inscrire l’adoption", "Adopté", frozenset({S.SUBMITTED}), S.ADOPTED, Ability.RECORD_COUNCIL,
    act=True, freezes=True, stamp="adopted_on",
)  # fmt: skip
_EXAMINE = Transition(
    "examine", "Inscrire l’examen", "Examiné", frozenset({S.TRANSMITTED}), S.EXAMINED, Ability.ACT_NATIONALLY, act=True
)  # fmt: skip
_APPROVE = Transition(
    "approve", "Inscrire l’approbation", "Approuvé", frozenset({S.EXAMINED}), S.APPROVED, Ability.ACT_NATIONALLY,
    act=True, freezes=True, stamp="approved_on",
)  # fmt: skip
_PUBLISH = Transition(
    "publish", "Publier", "Publié", frozenset({S.APPROVED}), S.PUBLISHED, Ability.ACT_NATIONALLY,
    freezes=True, stamp="published_on", warning="Le plan sera lisible par tout le monde, sans compte.",
)  # fmt: skip
_CLOSE = Transition(
    "close", "Clore le plan", "Clos", frozenset({S.PUBLISHED}), S.CLOSED, Ability.SUBMIT_PLAN,
    stamp="closed_on", warning="Un plan clos ne se modifie plus et ne se révise plus.",
)  # fmt: skip
_REVISE = Transition(
    "revise", "Ouvrir la révision", "Révision ouverte", frozenset({S.PUBLISHED}), S.REVISION, Ability.SUBMIT_PLAN,
    reason=True, clears=_REOPENED,
    warning="L’édition publiée reste publique pendant que vous préparez la suivante.",
)  # fmt: skip
EXTEND = Transition(
    "extend", "Prolonger le plan", "Prolongé", frozenset({S.PUBLISHED}), S.PUBLISHED, Ability.ACT_NATIONALLY,
    act=True, reason=True,
)  # fmt: skip


def _returned(name: str, by: str, sources: set[str], ability: str) -> Transition:
    return Transition(
        name, f"Retourner{by}", f"Retourné{by}", frozenset(sources), S.DRAFT, ability, reason=True, clears=_REOPENED
    )


REGIONAL: tuple[Transition, ...] = (
    Transition(
        "consult", "Consulter les CLE", "Consultation ouverte", frozenset({S.DRAFT}), S.CONSULTATION,
        Ability.SUBMIT_PLAN,
    ),
    Transition(
        "submit", "Soumettre au conseil", "Soumis", _WRITTEN, S.SUBMITTED, Ability.SUBMIT_PLAN,
        gated=True, freezes=True, stamp="submitted_on",
        warning="Le texte sera figé : le conseil se prononcera sur ce qui est écrit maintenant.",
    ),
    Transition(
        "withdraw", "Reprendre le plan", "Repris", frozenset({S.SUBMITTED}), S.DRAFT, Ability.SUBMIT_PLAN,
        reason=True, clears=_REOPENED,
    ),
    _ADOPT,
    _returned("return_by_council", " à la région", {S.SUBMITTED}, Ability.RECORD_COUNCIL),
    Transition(
        "transmit", "Transmettre à la CPMT", "Transmis", frozenset({S.ADOPTED}), S.TRANSMITTED, Ability.SUBMIT_PLAN,
        freezes=True, stamp="transmitted_on",
        warning="La transmission est irrévocable : le plan ne pourra plus être repris par la région.",
    ),
    _EXAMINE,
    _returned("return_by_commission", " à la région", {S.TRANSMITTED, S.EXAMINED}, Ability.ACT_NATIONALLY),
    _APPROVE,
    _returned("return_by_minister", " à la région (ministre)", {S.EXAMINED}, Ability.ACT_NATIONALLY),
    _PUBLISH,
    EXTEND,
    _REVISE,
    _CLOSE,
)  # fmt: skip

LOCAL: tuple[Transition, ...] = (
    Transition(
        "submit_local", "Soumettre à la région", "Soumis à la région", frozenset({S.DRAFT}), S.SUBMITTED,
        Ability.EDIT_PLAN, gated=True, freezes=True, stamp="submitted_on",
    ),
    Transition(
        "adopt_local", "Adopter le plan local", "Adopté par la région", frozenset({S.SUBMITTED}), S.ADOPTED,
        Ability.ADOPT_LOCAL_PLAN, freezes=True, stamp="adopted_on",
    ),
    _returned("return_local", " au CLE", {S.SUBMITTED, S.ADOPTED}, Ability.ADOPT_LOCAL_PLAN),
    Transition(
        "close", "Clore le plan", "Clos", frozenset({S.ADOPTED}), S.CLOSED, Ability.ADOPT_LOCAL_PLAN,
        stamp="closed_on", warning="Un plan clos ne se modifie plus.",
    ),
)  # fmt: skip

NATIONAL: tuple[Transition, ...] = (
    Transition(
        "examine", "Inscrire l’examen", "Examiné", _WRITTEN, S.EXAMINED, Ability.ACT_NATIONALLY,
        act=True, gated=True, freezes=True,
    ),
    _returned("return_by_commission", " à la rédaction", {S.EXAMINED}, Ability.ACT_NATIONALLY),
    _APPROVE,
    _PUBLISH,
    Transition(
        "revise_national", "Ouvrir la révision", "Révision ouverte", frozenset({S.PUBLISHED}), S.REVISION,
        Ability.ACT_NATIONALLY, reason=True, clears=_REOPENED,
    ),
    Transition(
        "close_national", "Clore le plan", "Clos", frozenset({S.PUBLISHED}), S.CLOSED, Ability.ACT_NATIONALLY,
        stamp="closed_on",
    ),
)  # fmt: skip

SOLIDARITY: tuple[Transition, ...] = (
    Transition(
        "submit_solidarity", "Soumettre au sous-ministre", "Soumis au sous-ministre", frozenset({V.DRAFT}), V.SUBMITTED,
        Ability.SUBMIT_PLAN, warning="Le volet Solidarité sociale sera figé jusqu’à la décision.",
    ),
    Transition(
        "approve_solidarity", "Inscrire l’approbation du volet", "Volet approuvé", frozenset({V.SUBMITTED}), V.APPROVED,
        Ability.ACT_NATIONALLY, act=True, stamp="solidarity_approved_on",
    ),
    Transition(
        "return_solidarity", "Retourner le volet", "Volet retourné", frozenset({V.SUBMITTED}), V.DRAFT,
        Ability.ACT_NATIONALLY, reason=True,
    ),
    Transition(
        "reopen_solidarity", "Rouvrir le volet", "Volet rouvert", frozenset({V.APPROVED}), V.DRAFT, Ability.SUBMIT_PLAN,
        reason=True, clears=("solidarity_approved_on",),
    ),
)  # fmt: skip

# The ways whose act bears a number, and how it is asked for.
NUMBERED = {
    "adopt": "Écrivez le numéro de la résolution.",
    "extend": "Écrivez le numéro du décret.",
}

TABLES: dict[str, tuple[Transition, ...]] = {
    PlanKind.PAR: REGIONAL,
    PlanKind.PAL: LOCAL,
    PlanKind.NATIONAL: NATIONAL,
}

WORDS: dict[str, str] = {way.name: way.done for table in (*TABLES.values(), SOLIDARITY) for way in table}


def possible(plan: Plan, user: User) -> tuple[Transition, ...]:
    """What the person may do with the plan as it stands, in the order of the table."""
    return tuple(
        one for one in leaving(TABLES[plan.kind], plan.state) if user.may(Ability(one.ability), plan.territory)
    )


def possible_solidarity(plan: Plan, user: User) -> tuple[Transition, ...]:
    """The same for the Solidarité sociale part, which only a regional plan has, as long as it is not closed."""
    if plan.kind != PlanKind.PAR or plan.state == S.CLOSED:
        return ()
    own = leaving(SOLIDARITY, plan.solidarity_state)
    return tuple(one for one in own if user.may(Ability(one.ability), plan.territory))


@dataclass(frozen=True)
class Stage:
    """A step of the way as a line shows it (ui.cycle_line): `state` is done, current or todo; `due` the day it came."""

    number: int
    title: str
    state: str
    due: date | None


_LINES = {
    PlanKind.PAR: (S.DRAFT, S.SUBMITTED, S.ADOPTED, S.TRANSMITTED, S.EXAMINED, S.APPROVED, S.PUBLISHED, S.CLOSED),
    PlanKind.PAL: (S.DRAFT, S.SUBMITTED, S.ADOPTED, S.CLOSED),
    PlanKind.NATIONAL: (S.DRAFT, S.EXAMINED, S.APPROVED, S.PUBLISHED, S.CLOSED),
}
_STANDS_AT = {S.CONSULTATION: S.DRAFT, S.REVISION: S.DRAFT}
_LOCAL_LABELS = {S.SUBMITTED: "Soumis à la région", S.ADOPTED: "Adopté par la région"}


def state_label(plan: Plan) -> str:
    """The state in the words of the plan's own way: a local plan goes to the region, not to the council."""
    labels = _LOCAL_LABELS if plan.kind == PlanKind.PAL else {}
    return labels.get(S(plan.state), plan.get_state_display())


def stages(plan: Plan) -> tuple[Stage, ...]:
    """The whole way of a plan, with the dates already known and the present step."""
    line = _LINES[PlanKind(plan.kind)]
    here = line.index(_STANDS_AT.get(S(plan.state), S(plan.state)))
    labels = _LOCAL_LABELS if plan.kind == PlanKind.PAL else {}
    return tuple(
        Stage(
            rank + 1,
            state_label(plan) if rank == here else labels.get(state, state.label),
            "done" if rank < here else "current" if rank == here else "todo",
            getattr(plan, f"{state.value}_on", None) if rank <= here else None,
        )
        for rank, state in enumerate(line)
    )
