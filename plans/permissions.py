"""The rights as a document: roles × abilities, and the ways of each kind of plan, from the code's own tables.

`manage.py permissions` prints it; `docs/permissions.md` holds it, and a test fails when it no longer says what is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accounts.administration_rules import MAY_GRANT
from accounts.enums import GRANTS, LEVELS, REACH_UP, Ability, Role
from core.states import Transition
from plans.enums import PlanKind, PlanState, SolidarityState
from plans.review_enums import ReviewBody, body_of
from plans.workflow import BODY_OF, SOLIDARITY, TABLES

_HEAD = """# Permissions

Printed from the code by `manage.py permissions`: do not edit by hand. Outside its territory a person finds nothing
(404); inside it, without the right, it is refused (403). A right held at a level holds in every territory below it; the
rights marked ↑, held at a CLE, reach up to its region.
"""


def permissions_document() -> str:
    """The whole document, in Markdown."""
    return "\n".join([_HEAD, *_roles(), *_abilities(), *_grants(), *_bodies(), *_plans(), ""])


def _roles() -> list[str]:
    rows = [[role.label, f"`{role.value}`", ", ".join(sorted(level.label for level in LEVELS[role]))] for role in Role]
    return ["## Roles and the levels at which they are held", "", *_table(["role", "code", "levels"], rows), ""]


def _abilities() -> list[str]:
    rows = [
        [
            f"`{ability}`{' ↑' if ability in REACH_UP else ''}",
            *("●" if ability in GRANTS[role] else "" for role in Role),
        ]
        for ability in Ability
    ]
    return ["## Abilities by role", "", *_table(["ability", *(role.value for role in Role)], rows), ""]


def _grants() -> list[str]:
    """Who hands out which role, in their territory and beneath it."""
    rows = [
        [f"{role.value}, {level.label}", *("●" if given in found else "" for given in Role)]
        for (role, level), found in MAY_GRANT.items()
    ]
    told = "In its territory and beneath it; nobody changes their own roles."
    head = ["held, at the level", *(role.value for role in Role)]
    return ["## Who may grant and end which role", "", told, "", *_table(head, rows), ""]


def _bodies() -> list[str]:
    """Who reads a thread of comments that its body keeps to itself."""
    rows = [
        [body.label, *("●" if any(body_of(role, level) == body for level in LEVELS[role]) else "" for role in Role)]
        for body in ReviewBody
    ]
    told = "A private thread is read in its own place by its body; a shared one by whoever has `read_plan` there."
    return ["## Bodies that comment", "", told, "", *_table(["body", *(role.value for role in Role)], rows), ""]


def _plans() -> list[str]:
    lines = ["## Ways of a plan: from which state, to which, by whom", ""]
    for kind in PlanKind:
        lines += [f"### {kind.label}", "", *_ways(TABLES[kind], PlanState), ""]
    return [*lines, "### Volet Solidarité sociale", "", *_ways(SOLIDARITY, SolidarityState), ""]


def _ways(table: Iterable[Transition], states: type) -> list[str]:
    rows = [
        [
            f"{way.label} (`{way.name}`)",
            ", ".join(states(state).label for state in states if state in way.sources),
            states(way.target).label,
            BODY_OF[way.name].label,
            ", ".join(role.value for role in Role if way.ability in GRANTS[role]),
            ", ".join(_asks(way)),
        ]
        for way in table
    ]
    return _table(["way", "from", "to", "body", "roles", "asks for"], rows)


def _asks(way: Transition) -> list[str]:
    asked = {
        "readiness": way.gated,
        "date and number": way.act,
        "reasons": way.reason,
        "frozen edition": way.freezes,
    }
    return [word for word, is_asked in asked.items() if is_asked]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]
