"""Rows of many small tables in one statement: each row travels as a JSON array of its columns.

A document kept in fifteen tables of a few rows each costs fifteen round trips, of which the waiting is nearly all. Here
each queryset becomes one branch of a UNION ALL with two columns, its rank and the array of its columns, so that unlike
tables need no common shape; every row is then built by its own model, as if it had been read alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from functools import cached_property
from typing import Any

import orjson
from django.db import connection
from django.db.models import (
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import JSONArray
from django.utils import timezone

from core.fields import ExactDecimalField

_ANY_KEY = -(2**31) + 1  # stands in a statement where the key will be: no row bears it


def gather(*querysets: QuerySet, related: dict[type[Model], Sequence[str]] | None = None) -> list[list[Model]]:
    """The rows of each queryset, sorted as its model sorts itself; one query for all of them.

    `related` names, for a model, the foreign keys to follow in the same statement (`"field"`, `"field__orientation"`,
    an outer one before those it leads to). The models must sort by their own columns, and hold only what JSON gives
    back exactly: whole numbers, texts, yes or no, days, moments and exact decimals.
    """
    shapes = _shapes([queryset.model for queryset in querysets], related or {})
    return _built(_together(querysets, shapes), shapes, querysets[0].db)


class Gathering:
    """The same tables asked again and again for what lies under another row: their statement is put together once.

    `under` tells, for each model, by which path its rows know the row above (`{Action: "strategy__plan"}`).
    """

    def __init__(self, under: dict[type[Model], str], related: dict[type[Model], Sequence[str]]) -> None:
        self.under, self.related = under, related

    def read(self, key: int) -> dict[type[Model], list[Model]]:
        """The rows of each model under the row of that key, as `gather` reads them."""
        statement, parameters = self._statement
        with connection.cursor() as cursor:
            cursor.execute(statement, [key if one == _ANY_KEY else one for one in parameters])
            rows = [(rank, orjson.loads(row) if isinstance(row, str) else row) for rank, row in cursor.fetchall()]
        return dict(zip(self.under, _built(rows, self._shapes, connection.alias), strict=True))

    @cached_property
    def _shapes(self) -> list[_Shape]:
        return _shapes(list(self.under), self.related)

    @cached_property
    def _statement(self) -> tuple[str, tuple]:
        querysets = [model.objects.filter(**{path: _ANY_KEY}) for model, path in self.under.items()]
        return _together(querysets, self._shapes).query.sql_with_params()


def _shapes(models: Sequence[type[Model]], related: dict[type[Model], Sequence[str]]) -> list[_Shape]:
    return [_Shape(model, related.get(model, ())) for model in models]


def _together(querysets: Sequence[QuerySet], shapes: list[_Shape]) -> QuerySet:
    """One statement of ranks and rows."""
    branches = [
        queryset.order_by()
        .annotate(_rank=Value(rank, output_field=IntegerField()), _row=JSONArray(*shape.paths))
        .values_list("_rank", "_row")
        for rank, (queryset, shape) in enumerate(zip(querysets, shapes, strict=True))
    ]
    return branches[0].union(*branches[1:], all=True)


def _built(rows: Iterable[tuple[int, list]], shapes: list[_Shape], using: str) -> list[list[Model]]:
    found: list[list[Model]] = [[] for _ in shapes]
    for rank, row in rows:
        found[rank].append(shapes[rank].build(row, using))
    for shape, some in zip(shapes, found, strict=True):
        some.sort(key=shape.order)
    return found


class _Shape:
    """Which columns stand for a row of a model and of what it refers to, and how the row is made of them again."""

    def __init__(self, model: type[Model], related: Sequence[str]) -> None:
        models = {"": model}
        for path in related:
            holder, _, name = path.rpartition("__")
            models[path] = models[holder]._meta.get_field(name).related_model
        self.parts = [_Part(path, one) for path, one in models.items()]
        self.paths = [f"{part.path}__{name}" if part.path else name for part in self.parts for name in part.names]
        self.sorting = [model._meta.pk.attname if name == "pk" else name for name in model._meta.ordering]

    def build(self, row: list[Any], using: str) -> Model:
        first, made = 0, {}
        for part in self.parts:
            columns = row[first : first + len(part.names)]
            first += len(part.names)
            if not part.path:
                made[""] = part.build(columns, using)
            elif (holder := made[part.holder]) is None:
                made[part.path] = None
            else:
                made[part.path] = part.build(columns, using) if columns[part.key] is not None else None
                setattr(holder, part.name, made[part.path])
        return made[""]

    def order(self, row: Model) -> tuple:
        return tuple(getattr(row, name) for name in self.sorting)


class _Part:
    """The columns of one model in a row: their names, where its key is, and those that JSON does not give back as they
    were."""

    def __init__(self, path: str, model: type[Model]) -> None:
        fields = model._meta.concrete_fields
        self.path, (self.holder, _, self.name) = path, path.rpartition("__")
        self.model, self.names = model, [field.attname for field in fields]
        self.key = fields.index(model._meta.pk)
        self.to_read = [(at, field) for at, field in enumerate(fields) if type(field).to_python not in _AS_THEY_ARE]

    def build(self, columns: list[Any], using: str) -> Model:
        for at, field in self.to_read:
            if columns[at] is not None:
                columns[at] = _read(field, columns[at])
        return self.model.from_db(using, self.names, columns)


_AS_THEY_ARE = {kind.to_python for kind in (CharField, TextField, IntegerField, ForeignKey)}


def _read(field: Field, value: Any) -> Any:
    """A column as its field reads it, from what JSON made of it."""
    if isinstance(field, ExactDecimalField):
        return field.from_db_value(value, None, None)
    known = field.to_python(value)
    if isinstance(field, DateTimeField) and timezone.is_naive(known):
        return timezone.make_aware(known, UTC)  # SQLite keeps moments in UTC and does not say so
    return known
