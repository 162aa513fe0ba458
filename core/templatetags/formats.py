"""Template filters over core.formats: one way to write a number on every page and in every document."""

from collections.abc import Sized

from django import template

from core import formats
from core.prose import render_prose

register = template.Library()

register.filter("nombre", formats.nombre)
register.filter("signe", formats.signed)
register.filter("pourcentage", formats.pourcentage)
register.filter("points", formats.points)
register.filter("de", formats.de)
register.filter("exercice", formats.fiscal_year_label)
register.filter("prose", render_prose)
register.filter("jour", formats.long_date, expects_localtime=True)


@register.filter("pluralize")
def pluralize(count: int | Sized, endings: str = "s") -> str:
    """The plural as French has it, from two on: `0 ligne{{ 0|pluralize }}`, of a number or of the length of a list.
    Takes the place of Django's own filter of the same name and arguments, for which zero is plural."""
    one, _, several = endings.rpartition(",")
    return several if (len(count) if isinstance(count, Sized) else count) >= 2 else one


@register.simple_tag
def valeur(value, unit: str = "", decimals: int | None = None) -> str:
    """A value with its unit: {% valeur row.target "M$" 3 %}."""
    return formats.with_unit(value, unit, decimals)
