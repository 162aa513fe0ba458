"""Form pieces shared by every app: the one number field that reads what people really type."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from core.formats import lire_nombre, nombre


class NombreField(forms.Field):
    """A French decimal: `1 234,5` with any space. What was typed stays in the box when it cannot be read."""

    def __init__(self, *, places: int = 0, min_value: Decimal | None = None, **kwargs):
        self.places = places
        self.min_value = min_value
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        try:
            number = lire_nombre(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error
        if number is None:
            return None
        if number.scaleb(self.places) % 1:
            allowed = (
                f"{self.places} décimale{'s' if self.places > 1 else ''} au plus" if self.places else "sans décimale"
            )
            raise ValidationError(f"« {value} » a trop de décimales : écrivez un nombre {allowed}.", code="places")
        if self.min_value is not None and number < self.min_value:
            raise ValidationError(f"Le nombre doit être au moins {nombre(self.min_value)}.", code="min")
        if abs(number) >= Decimal(10) ** 12:
            raise ValidationError("Ce nombre est trop grand pour être juste : vérifiez l’unité.", code="max")
        return number

    def prepare_value(self, value):
        return nombre(value) if isinstance(value, Decimal) else value
