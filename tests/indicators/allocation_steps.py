"""What the tests of allocation have in common: a scenario read, varied, applied, and the form a browser would send."""

from core.formats import NBSP
from indicators.allocation_services import Choice, apply_scenario, change_scenario, standing_targets, versions_of
from indicators.allocation_split import Entry
from indicators.models import Target
from tests.indicators.test_pages import PAGE

SPLIT = f"{PAGE}repartition/"
RATE = "/bas-saint-laurent/2007-2008/indicateurs/6/repartition/"
CODES = ("01-070", "01-080", "01-090", "01-100", "01-110", "01-120", "01-130", "01-140")
RIMOUSKI = 3  # rank among the offices


def values(scenario) -> list[int]:
    return [part.scaled for part in scenario.parts.order_by("territory__code")]


def choose(scenario, key=None, source=None, **typed) -> Choice:
    """The scenario as it stands, with what changes: choose(s, rank_3=(1900, True))."""
    parts = list(scenario.parts.order_by("territory__code"))
    entries = {part.territory_id: Entry(part.scaled, part.locked) for part in parts}
    for name, (value, locked) in typed.items():
        entries[parts[int(name.removeprefix("rank_"))].territory_id] = Entry(value, locked)
    return Choice(key or scenario.key, source, scenario.denominator, entries)


def change(scenario, by, *, spread=False, **typed):
    choice = choose(scenario, **typed)
    return change_scenario(scenario=scenario, expected_version=scenario.version, choice=choice, by=by, spread=spread)


def put_in_force(scenario, by, **options):
    given = {
        "expected_version": scenario.version,
        "seen": versions_of(standing_targets(scenario)),
        "reason": "Décision du comité de gestion.",
        "effective_month": 6,
    }
    return apply_scenario(scenario=scenario, by=by, **{**given, **options})


def plain(message: str) -> str:
    return message.replace(NBSP, " ")


def regional_versions(scenario) -> int:
    return Target.objects.filter(indicator=scenario.indicator, year=2007, territory__parent=scenario.parent).count()


def typed(client, address, **changes) -> dict:
    """What a browser would send: the form as it is shown, with what the person changes (by rank for parts)."""
    form = client.get(address).context["form"]
    data = {}
    for field in form:
        value = field.value()
        if value is True:
            data[field.html_name] = "on"
        elif value is not None and value is not False:
            data[field.html_name] = str(field.field.prepare_value(value))
    places = [name.removeprefix("value_") for name in form.fields if name.startswith("value_")]
    for name, value in changes.items():
        box, _, rank = name.rpartition("_")
        data[f"{box}_{places[int(rank)]}" if rank.isdecimal() else name] = value
    return data
