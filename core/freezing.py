"""Freezing what was computed: a tree of dataclasses and rows as canonical JSON, and back without any database.

What is thawed has the same classes as what was frozen: pages, PDF and API render it as they render today's data. Only
classes of our own apps come back to life; anything else in the text is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from importlib import import_module
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from core.errors import Refused

OUR_PACKAGES = frozenset({"core", "regions", "accounts", "indicators", "partners", "plans", "reports"})
_PLAIN = (str, int, bool, type(None))


def freeze(value: Any, *, leave_out: Callable[[Model, str], bool] = lambda row, relation: False) -> str:
    """Canonical JSON: the same tree always gives the same text. `leave_out(row, relation)` drops a cached relation."""
    return json.dumps(_Freezer(leave_out).of(value), ensure_ascii=False, separators=(",", ":"))


def thaw(text: str) -> Any:
    """The tree that was frozen. Rows are unsaved copies with their relations cached: reading them asks no database."""
    return _Thawer().of(json.loads(text))


class _Freezer:
    """Each row is written once, where it first comes in the order of the fields; later, its number stands for it."""

    def __init__(self, leave_out: Callable[[Model, str], bool]):
        self.leave_out = leave_out
        self.seen: dict[int, int] = {}
        self.kept: list[Model] = []  # a row that nobody holds could leave its address to another

    def of(self, value: Any) -> Any:
        if isinstance(value, Enum):
            return {"$": "enum", "of": _path(type(value)), "value": value.value}
        if isinstance(value, _PLAIN):
            return value if not isinstance(value, str) else str(value)
        if isinstance(value, Decimal):
            return {"$": "decimal", "value": str(value)}
        if isinstance(value, (datetime, date, UUID)):
            return {"$": type(value).__name__.lower(), "value": str(value)}
        if isinstance(value, (tuple, list)):
            return [self.of(one) for one in value]
        if isinstance(value, dict):
            return {"$": "dict", "items": [[self.of(key), self.of(one)] for key, one in value.items()]}
        if isinstance(value, Model):
            return self._row(value)
        if is_dataclass(value):
            own = {field.name: self.of(getattr(value, field.name)) for field in fields(value)}
            return {"$": "class", "of": _path(type(value)), "fields": own}
        raise TypeError(f"{type(value).__name__} cannot be frozen")

    def _row(self, row: Model) -> dict:
        if id(row) in self.seen:
            return {"$": "again", "row": self.seen[id(row)]}
        number = self.seen[id(row)] = len(self.seen)
        self.kept.append(row)
        columns = {field.attname for field in row._meta.concrete_fields}
        relations = {
            name: self.of(one) for name, one in sorted(row._state.fields_cache.items()) if not self.leave_out(row, name)
        }
        prefetched = {
            name: [self.of(one) for one in rows]
            for name, rows in sorted(getattr(row, "_prefetched_objects_cache", {}).items())
        }
        annotated = {
            name: self.of(value)
            for name, value in sorted(vars(row).items())
            if name not in columns and not name.startswith("_") and isinstance(value, (*_PLAIN, Decimal, date))
        }
        return {
            "$": "row",
            "of": row._meta.label,
            "number": number,
            "columns": {name: self.of(vars(row)[name]) for name in sorted(columns & vars(row).keys())},
            "relations": relations,
            "prefetched": prefetched,
            "annotated": annotated,
        }


class _Thawer:
    def __init__(self) -> None:
        self.rows: dict[int, Model] = {}

    def of(self, value: Any) -> Any:
        if isinstance(value, list):
            return tuple(self.of(one) for one in value)
        if not isinstance(value, dict):
            return value
        return getattr(self, f"_{value['$']}")(value)

    def _decimal(self, value: dict) -> Decimal:
        return Decimal(value["value"])

    def _date(self, value: dict) -> date:
        return date.fromisoformat(value["value"])

    def _datetime(self, value: dict) -> datetime:
        return datetime.fromisoformat(value["value"])

    def _uuid(self, value: dict) -> UUID:
        return UUID(value["value"])

    def _enum(self, value: dict) -> Enum:
        return _class(value["of"])(value["value"])

    def _dict(self, value: dict) -> dict:
        return {self.of(key): self.of(one) for key, one in value["items"]}

    def _class(self, value: dict) -> Any:
        """A field that the class has lost since is dropped; one that it has gained takes its default."""
        made = _class(value["of"])
        known = {field.name for field in fields(made)}
        return made(**{name: self.of(one) for name, one in value["fields"].items() if name in known})

    def _again(self, value: dict) -> Model:
        return self.rows[value["row"]]

    def _row(self, value: dict) -> Model:
        model = apps.get_model(value["of"])
        _check_ours(model.__module__)
        known = {field.attname for field in model._meta.concrete_fields}
        row = model(**{name: self.of(one) for name, one in value["columns"].items() if name in known})
        row._state.adding = False
        self.rows[value["number"]] = row
        for name, one in value["relations"].items():
            row._state.fields_cache[name] = self.of(one)
        if value["prefetched"]:
            row._prefetched_objects_cache = {
                name: _answered(row, name, [self.of(one) for one in rows]) for name, rows in value["prefetched"].items()
            }
        for name, one in value["annotated"].items():
            setattr(row, name, self.of(one))
        return row


def _answered(row: Model, name: str, rows: list[Model]):
    """A queryset that already knows its answer."""
    queryset = row._meta.get_field(name).related_model._base_manager.all()
    queryset._result_cache = rows
    queryset._prefetch_done = True
    return queryset


def _path(made: type) -> str:
    return f"{made.__module__}.{made.__qualname__}"


def _class(path: str) -> type:
    module, _, name = path.rpartition(".")
    _check_ours(module)
    return getattr(import_module(module), name)


def _check_ours(module: str) -> None:
    if module.split(".", maxsplit=1)[0] not in OUR_PACKAGES:
        raise Refused("Cette édition contient quelque chose d’inconnu : elle ne peut pas être relue.")
