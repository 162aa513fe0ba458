"""{% load writing %}: small marks of the writing pages."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.forms import NombreField

register = template.Library()

SCRIPTS = ("js/writing-save.js", "js/writing-move.js", "js/writing-side.js", "js/writing-sums.js")


@register.simple_tag
def writing_scripts() -> SafeString:
    """The scripts of the writing, in the order in which they need each other."""
    return format_html_join("", '<script src="{}" defer></script>', ((static(name),) for name in SCRIPTS))


@register.filter
def field_anchor(field) -> str:
    """The page on which a field of intervention is written."""
    return f"intervention-{field.number}"


@register.filter
def named(names: dict[str, str], key: str) -> str:
    return names.get(key, "la vue d’ensemble")


@register.filter
def is_number(field: BoundField) -> bool:
    return isinstance(field.field, NombreField)


@register.filter
def is_numeric(block, rank: int) -> bool:
    """Whether a column of a table holds numbers."""
    return block.sheet.columns[rank] in block.numeric


@register.filter
def span(block) -> int:
    """How many columns a table has: its fields, the names of its rows, its tools."""
    return len(block.sheet.columns) + bool(block.sheet.head) + 1


@register.filter
def total_label(total) -> str:
    return "Part" if total.name == "percent" else "Montant"


@register.simple_tag
def cell(field: BoundField, row_title: str) -> SafeString:
    """A control in a cell: named by its column and its row, for the head of the column is out of earshot."""
    attrs = {"aria-label": f"{field.label}, {row_title}"[:150]}
    if isinstance(field.field.widget, forms.Textarea):
        attrs["rows"] = min(int(field.field.widget.attrs.get("rows", 4)), 10)
    return format_html("{}", field.as_widget(attrs=attrs))
