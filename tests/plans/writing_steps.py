"""What the tests of the writing share: addresses, what a page would send, people and rows."""

from plans.parts import KIND_OF
from plans.writing_forms import write_form

HOME = "/bas-saint-laurent/2007-2008/plan/ecrire/"
JSON = {"HTTP_ACCEPT": "application/json"}


def act_url(row, act: str = "") -> str:
    return f"{HOME}ligne/{KIND_OF[type(row)]}/{row.pk}/{act}"


def part_url(slug: str) -> str:
    return f"{HOME}partie/{slug}/"


def typed(row, **changes) -> dict:
    """What the page would send for a row, with what the person changes."""
    data = {}
    for field in write_form(row):
        value = field.value()
        if value is True:
            data[field.html_name] = "on"
        elif value is not None and value is not False:
            data[field.html_name] = str(field.field.prepare_value(value))
    return data | changes
