"""What an adoption keeps of a territorial plan: its words, links, dates and targets; not what became of the actions.

Plain JSON, in one canonical writing, so that its hash says years later whether it is still what was adopted.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from plans.territorial_dossier import ActionLine, PlaceLine, PriorityLine, TargetLine


def contents_of(places: tuple[PlaceLine, ...]) -> dict[str, Any]:
    """The territories as plain JSON."""
    return {
        "places": [
            {
                "name": place.name,
                "slug": place.slug,
                "region": [place.region_code, place.region_name],
                "mrcs": list(place.mrcs),
                "priorities": [[one.id, one.number, one.title] for one in place.priorities],
                "actions": [_action(action) for action in place.actions],
            }
            for place in places
        ]
    }


def fingerprint(contents: dict[str, Any]) -> str:
    """SHA-256 of the canonical writing."""
    written = json.dumps(contents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def places_of(contents: dict[str, Any]) -> tuple[PlaceLine, ...]:
    """The territories as they were adopted."""
    return tuple(
        PlaceLine(
            id=0,
            name=place["name"],
            slug=place["slug"],
            region_code=place["region"][0],
            region_name=place["region"][1],
            mrcs=tuple(place["mrcs"]),
            priorities=tuple(PriorityLine(pk, 0, number, title) for pk, number, title in place["priorities"]),
            actions=tuple(_line(action) for action in place["actions"]),
        )
        for place in contents["places"]
    )


def _action(action: ActionLine) -> dict[str, Any]:
    return {
        "id": action.id,
        "number": action.number,
        "text": action.text,
        "priorities": list(action.priorities),
        "lead": action.lead,
        "partners": action.partners,
        "start": _day(action.start),
        "end": _day(action.end),
        "source_note": action.source_note,
        "targets": [
            [one.id, one.year, None if one.value is None else str(one.value), one.unit, _day(one.due)]
            for one in action.targets
        ],
    }


def _line(kept: dict[str, Any]) -> ActionLine:
    return ActionLine(
        id=kept["id"],
        version=0,
        number=kept["number"],
        text=kept["text"],
        priorities=tuple(kept["priorities"]),
        lead=kept["lead"],
        partners=kept["partners"],
        start=_read_day(kept["start"]),
        end=_read_day(kept["end"]),
        source_note=kept["source_note"],
        targets=tuple(
            TargetLine(pk, 0, year, None if value is None else Decimal(value), unit, _read_day(due))
            for pk, year, value, unit, due in kept["targets"]
        ),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
