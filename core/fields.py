"""Exact decimals in every database: SQLite would keep a DecimalField as floating point."""

from decimal import Decimal

from django.core import checks
from django.db import models

from core.formats import lire_nombre


class ExactDecimalField(models.BigIntegerField):
    """A Decimal with `places` decimals, stored as a scaled integer; read and written as Decimal (or None)."""

    def __init__(self, *args, places: int = 0, **kwargs):
        self.places = places
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "places": self.places}

    def check(self, **kwargs):
        errors = super().check(**kwargs)
        if not 0 <= self.places <= 6:
            errors.append(checks.Error("places must be between 0 and 6.", obj=self, id="core.E001"))
        return errors

    def to_python(self, value):
        if value is None or value == "":
            return None
        return lire_nombre(value) if not isinstance(value, Decimal) else value

    def from_db_value(self, value, expression, connection):
        return None if value is None else Decimal(value).scaleb(-self.places)

    def get_prep_value(self, value):
        number = self.to_python(value)
        if number is None:
            return None
        scaled = number.scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{number} a plus de {self.places} décimales.")
        return int(scaled)

    def value_to_string(self, obj) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs):
        from core.forms import NombreField  # forms import widgets: kept out of model loading

        return NombreField(
            required=not self.blank,
            label=kwargs.get("label") or self.verbose_name,
            help_text=self.help_text,
            places=self.places,
        )
