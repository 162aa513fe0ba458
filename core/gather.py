"""Rows of many small tables in one statement: each row travels as a JSON array of its columns.

A document kept in fifteen tables of a few rows each costs fifteen round trips, of which the waiting is nearly all. Here
each queryset becomes one branch of a UNION ALL with two columns, its rank and the array of its columns, so that unlike
tables need no common shape; every row is then built by its own model, as if it had been read alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.db.models import DateTimeField, Field, IntegerField, Model, QuerySet, Value
from django.db.models.functions import JSONArray
from django.utils import timezone

from core.fields import ExactDecimalField


def gather(*querysets: QuerySet, related: dict[type[Model], Sequence[str]] | None = None) -> list[list[Model]]:
    """The rows of each queryset, sorted as its model sorts itself; one query for all of them.

    `related` names, for a model, the foreign keys to follow in the same statement (`"field"`, `"field__orientation"`,
    an outer one before those it leads to). The models must sort by their own columns, and hold only what JSON gives
    back exactly: whole numbers, texts, yes or no, days, moments and exact decimals.
    """
    followed = related or {}
    shapes = [_Shape(queryset.model, followed.get(queryset.model, ())) for queryset in querysets]
    branches = [
        queryset.order_by()
        .annotate(_rank=Value(rank, output_field=IntegerField()), _row=JSONArray(*shape.paths))
        .values_list("_rank", "_row")
        for rank, (queryset, shape) in enumerate(zip(querysets, shapes, strict=True))
    ]
    found: list[list[Model]] = [[] for _ in querysets]
    for rank, row in branches[0].union(*branches[1:], all=True):
        found[rank].append(shapes[rank].build(row, querysets[rank].db))
    for shape, rows in zip(shapes, found, strict=True):
        rows.sort(key=shape.order)
    return found


class _Shape:
    """Which columns stand for a row of a model and of what it refers to, and how the row is made of them again."""

    def __init__(self, model: type[Model], related: Sequence[str]) -> None:
        self.parts = [("", model)]
        for path in related:
            holder = dict(self.parts)[path.rpartition("__")[0]]
            self.parts.append((path, holder._meta.get_field(path.rpartition("__")[2]).related_model))
        self.paths = [
            f"{path}__{field.attname}" if path else field.attname
            for path, part in self.parts
            for field in part._meta.concrete_fields
        ]
        self.sorting = [model._meta.pk.attname if name == "pk" else name for name in model._meta.ordering]

    def build(self, row: list[Any], using: str) -> Model:
        values, made = iter(row), {}
        for path, model in self.parts:
            fields = model._meta.concrete_fields
            columns = [_read(field, next(values)) for field in fields]
            holder, _, name = path.rpartition("__")
            if path and made[holder] is not None:
                known = columns[fields.index(model._meta.pk)] is not None
                made[path] = model.from_db(using, [field.attname for field in fields], columns) if known else None
                setattr(made[holder], name, made[path])
            elif path:
                made[path] = None
            else:
                made[path] = model.from_db(using, [field.attname for field in fields], columns)
        return made[""]

    def order(self, row: Model) -> tuple:
        return tuple(getattr(row, name) for name in self.sorting)


def _read(field: Field, value: Any) -> Any:
    """A column as its field reads it, from what JSON made of it."""
    if isinstance(field, ExactDecimalField):
        return field.from_db_value(value, None, None)
    known = field.to_python(value)
    if isinstance(field, DateTimeField) and known is not None and timezone.is_naive(known):
        return timezone.make_aware(known, UTC)  # SQLite keeps moments in UTC and does not say so
    return known
