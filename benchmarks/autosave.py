"""What a person waits for while writing a plan: a save of what was typed, a beat of presence, a part that opens."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benchmarks import clock
from benchmarks.results import Result, seconds, told
from plans.models import Action, Plan, PlanField, Section, Strategy

_HOME = "/bas-saint-laurent/2007-2008/plan/ecrire/"
_JSON = {"HTTP_ACCEPT": "application/json"}
_MOST_ACTIONS = 400


def measure() -> list[Result]:
    """Each save writes another text, so that each one writes; the whole request, middleware included."""
    client = Client()
    client.force_login(User.objects.get(email="director@demo.jalon.example"))
    plan = Plan.objects.get(territory__code="01", year=2007)
    save, queries = _measured(_Saver(client, plan))
    beat, _ = _measured(lambda: _posted(client, f"{_HOME}presence/", {"partie": "mission"}))
    _grow(plan)
    opened, asked = _measured(lambda: _got(client, f"{_HOME}partie/intervention-1/"))
    return [
        told("autosave of a text, whole request", seconds(save), f"{queries} queries", "< 100 ms", save < 0.1),
        told("beat of presence", seconds(beat), "", "< 100 ms", beat < 0.1),
        told(
            f"writing page of a plan of {_MOST_ACTIONS} actions", seconds(opened), f"{asked} queries", "≤ 25 queries",
            asked <= 25,
        ),
    ]  # fmt: skip


def _measured(work) -> tuple[float, int]:
    duration = clock.median(work, 25)
    with CaptureQueriesContext(connection) as captured:
        work()
    return duration, len(captured)


class _Saver:
    """Types one letter more each time."""

    def __init__(self, client: Client, plan: Plan):
        self.client, self.section, self.turn = client, plan.sections.get(key="mission"), 0

    def __call__(self) -> None:
        self.turn += 1
        row = Section.objects.get(pk=self.section.pk)
        data = {"title": row.title, "body": f"{self.section.body} {self.turn}", "version": row.version}
        _posted(self.client, f"{_HOME}ligne/texte/{row.pk}/", data)


def _posted(client: Client, address: str, data: dict) -> None:
    response = client.post(address, data, **_JSON)
    assert response.status_code == 200, (address, response.status_code, response.content[:300])


def _got(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)


def _grow(plan: Plan) -> None:
    """Spread actions over the fields until the plan has as many as the largest."""
    fields = list(PlanField.objects.filter(plan=plan))
    missing = _MOST_ACTIONS - Action.objects.filter(strategy__plan_field__plan=plan).count()
    strategies = [Strategy.objects.create(plan_field=field, title="Essai", position=90) for field in fields]
    Action.objects.bulk_create(
        Action(strategy=strategies[rank % len(strategies)], text=f"Action {rank}", position=rank + 1)
        for rank in range(missing)
    )
