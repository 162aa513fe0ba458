"""Exact decimals: stored as integers, read back as written."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.forms import NombreField
from plans.models import Budget, KeyFigure


def test_value_comes_back_exactly_from_the_database(plan):
    figure = KeyFigure.objects.create(plan=plan, theme="t", label="l", region_value=Decimal("0.1"), position=99)
    total = KeyFigure.objects.create(
        plan=plan, theme="t", label="l", region_value=Decimal("123456789.003"), position=99
    )
    assert KeyFigure.objects.get(pk=figure.pk).region_value == Decimal("0.1")
    assert KeyFigure.objects.get(pk=total.pk).region_value == Decimal("123456789.003")


def test_lookup_compares_exact_values(plan):
    assert Budget.objects.filter(envelope=Decimal(23000)).get().plan == plan
    assert list(Budget.objects.filter(envelope__gt=Decimal(23000))) == []


def test_too_many_decimals_are_refused_rather_than_rounded(plan):
    with pytest.raises(ValueError, match="plus de 3 décimales"):
        KeyFigure.objects.create(plan=plan, theme="t", label="l", region_value=Decimal("0.0001"), position=99)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("abc", "« abc » n’est pas un nombre. Écrivez par exemple 1 234,5."),
        ("1,23", "« 1,23 » a trop de décimales : écrivez un nombre 1 décimale au plus."),
        ("1000000000000", "Ce nombre est trop grand pour être juste : vérifiez l’unité."),
    ],
)
def test_form_field_says_what_is_wrong(typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        NombreField(places=1).clean(typed)
    assert [message.replace("\u00a0", " ") for message in refusal.value.messages] == [sentence]


def test_form_field_reads_any_space_and_shows_french():
    field = NombreField(places=1)
    assert field.clean("1\u202f234,5") == Decimal("1234.5")
    assert field.prepare_value(Decimal("1234.5")) == "1\u00a0234,5"
