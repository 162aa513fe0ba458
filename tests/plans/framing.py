"""The national frame, as its tests name it."""

from plans.dossier import plan_dossier
from plans.frame import differences, read_frame
from plans.models import InterventionField, Orientation
from plans.rows import read_rows
from plans.services_frame import edit_entry

NEW = "Un titre récrit par le ministère"
INSIDERS = ("director", "planner", "cle_manager", "member", "secretary", "national", "analyst", "administrator")


def field(number: int) -> InterventionField:
    """The field of the frame 2007-2008 that bears this number today."""
    return InterventionField.objects.standing().get(orientation__cycle=2007, number=number)


def orientation(number: int) -> Orientation:
    return Orientation.objects.standing().get(cycle=2007, number=number)


def rename(cast, entry, title=NEW):
    return edit_entry(entry=entry, expected_version=entry.version, title=title, by=cast.national)


def differing(plan) -> list:
    return list(differences(plan, read_rows(plan), read_frame(plan.year_id)))


def keys(plan) -> list[str]:
    return [one.nature.value for one in differing(plan)]


def numbers(plan) -> list[tuple[int, str]]:
    return [(one.number, one.title) for one in plan_dossier(plan).fields]
