"""The nightly verification: silent on what the engine wrote, and naming what somebody else did."""

from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.formats import NBSP
from indicators import verification
from indicators.enums import Kind, VerificationState
from indicators.models import Attainment, BreakdownDimension, BreakdownGroup, Cumulative, Measurement, VerificationRun
from indicators.services import Series, open_year, record_series
from indicators.tasks import verify_attainment

DAY = date(2026, 11, 21)
OFFICE = "02-941"


@pytest.fixture
def indicator(make_indicator, record, promise, places):
    """Three years of an indicator in an office, and hence in its region and in Québec; targeted in the last."""
    one = make_indicator()
    for year in (2010, 2011, 2012):
        record(one, places(OFFICE), year, [year - 2000 + month for month in range(12)])
    promise(one, places(OFFICE), 2012, "300")
    promise(one, places(OFFICE), 2012, "250", effective_month=6)
    return one


@pytest.fixture
def verified(indicator):
    """Verifies every row of the indicator, and what was entered in one of its years."""
    return lambda sample=1000: verification.verify(
        sample=sample, day=DAY, rows=Attainment.objects.filter(indicator=indicator)
    )


def tamper(statement: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount == 1


def break_result(indicator, territory, year=2012) -> None:
    tamper(
        "UPDATE indicators_attainment SET result_dec = result_dec + 1"
        " WHERE indicator_id = %s AND territory_id = %s AND year_id = %s",
        indicator.pk, territory.pk, year,
    )  # fmt: skip


# --- What agrees ------------------------------------------------------------------------------------------------------


def test_what_the_engine_wrote_agrees(verified):
    run = verified()
    assert (run.state, run.differences, run.sampled >= 9) == (VerificationState.AGREED, [], True)
    assert run.finished_at >= run.started_at


@pytest.mark.parametrize("kind", Kind)
def test_the_demonstration_and_every_kind_agree(kind, make_indicator, record, promise, places):
    one = make_indicator(kind)
    for year in (2010, 2011, 2012):
        record(one, places(OFFICE), year, [3, None, 5, 0, 7], [9, 4, None, 0, 11] if one.is_quotient else None)
    promise(one, places("02"), 2012, "12")
    promise(one, places("02"), 2012, None, effective_month=7)
    assert verification.verify(sample=30, day=DAY, rows=Attainment.objects.filter(indicator=one)).differences == []
    assert verification.verify(sample=60, day=DAY, rows=Attainment.objects.filter(year=2007)).differences == []


def test_months_that_do_not_apply_agree(verified, indicator, places):
    from indicators import engine

    Measurement.objects.filter(indicator=indicator, year=2012).update(sep=None, not_applicable=1 << 5)
    engine.recompute(engine.Scope((2012,), (indicator.pk,), (places(OFFICE).pk,)))
    assert verified().differences == []


# --- What does not ----------------------------------------------------------------------------------------------------


def test_a_tampered_result_is_found_and_named(verified, indicator, places):
    break_result(indicator, places("02"))
    run = verified()
    assert run.state == VerificationState.DIFFERENT
    assert run.differences == [
        {
            "indicator": indicator.number,
            "territory": "Saguenay–Lac-Saint-Jean",
            "year": 2012,
            "group": "",
            "month": 9,
            "measure": "result",
            "stored": "145",
            "computed": "144",
        }
    ]
    assert verification.sentences(run) == [
        f"Indicateur {indicator.number}, Saguenay–Lac-Saint-Jean, décembre 2012{NBSP}: résultat, 145 dans la base, "
        "144 après vérification."
    ]


@pytest.mark.parametrize(
    ("column", "value", "measure"),
    [
        ("target_dec", 7, "target"), ("expected_dec", 7, "expected"), ("share_dec", 7, "share"),
        ("gap_dec", None, "gap"), ("status_dec", 1, "status"), ("n_dec", 7, "n"), ("d_dec", 7, "d"),
        ("last_month", 11, "last_month"), ("initial_target", 7, "initial_target"), ("na_months", 3, "na_months"),
    ],
)  # fmt: skip
def test_every_column_is_verified(column, value, measure, verified, indicator, places):
    tamper(
        f"UPDATE indicators_attainment SET {column} = %s"
        " WHERE indicator_id = %s AND territory_id = %s AND year_id = %s",
        value, indicator.pk, places(OFFICE).pk, 2012,
    )  # fmt: skip
    assert [one["measure"] for one in verified().differences] == [measure]


def test_a_row_that_was_never_written_is_missed(indicator, places):
    Attainment.objects.filter(indicator=indicator, year=2012, territory=places("QC")).delete()
    rows = Attainment.objects.filter(indicator=indicator, year=2012)
    found = {sentence for day in range(1, 15) for sentence in verification.sentences(
        verification.verify(sample=400, day=date(2026, 11, day), rows=rows)
    )}  # fmt: skip
    assert found == {
        f"Indicateur {indicator.number}, Québec, exercice 2012-2013{NBSP}: ligne, rien dans la base, "
        "présente après vérification."
    }


def test_a_row_with_nothing_behind_it_is_told(verified, indicator, places, make_indicator):
    Attainment.objects.filter(indicator=indicator, year=2010, territory=places(OFFICE)).update(year=open_year(2020))
    assert [(one["year"], one["measure"], one["computed"]) for one in verified().differences][:1] == [
        (2020, "row", None)
    ]


def test_the_totals_of_breakdown_groups_are_verified(verified, indicator, places):
    dimension = BreakdownDimension.objects.create(code="essai", name="Essai", kind="partition")
    women = BreakdownGroup.objects.create(dimension=dimension, code="essai-f", name="Femmes")
    for year in (2010, 2011, 2012):
        record_series(
            year=open_year(year), series=[Series(indicator, places(OFFICE), [2] * 12, group_id=women.pk)], by=None
        )
    assert verified().differences == []
    Cumulative.objects.filter(indicator=indicator, group=women).update(dec=99)
    told = ("group", "measure", "month", "stored", "computed")
    assert {tuple(one[name] for name in told) for one in verified().differences} == {("Femmes", "total", 9, "99", "18")}


def test_a_difference_that_a_change_explains_is_not_told(verified, indicator, monkeypatch):
    """Between the reading of a row and of its facts somebody wrote: a second look agrees."""
    looks, compare = [], verification._differences

    def late(key):
        looks.append(key)
        return compare(key) if looks.count(key) > 1 else [verification._difference(key, "result_dec", "1", "2")]

    monkeypatch.setattr(verification, "_differences", late)
    assert verified(sample=2).differences == []


# --- The sample -------------------------------------------------------------------------------------------------------


def test_the_day_decides_the_sample(indicator, monkeypatch):
    drawn = []
    monkeypatch.setattr(verification, "_lasting", lambda key: drawn.append(key) or [])
    samples = []
    for day in (DAY, DAY, date(2026, 11, 22)):
        verification.verify(sample=20, day=day)
        samples.append([(key.indicator.pk, key.territory.pk, key.year, key.component) for key in drawn])
        drawn.clear()
    assert (samples[0] == samples[1], samples[0] == samples[2]) == (True, False)


def test_nothing_derived_is_nothing_to_verify(db):
    run = verification.verify(sample=5, day=DAY, rows=Attainment.objects.none())
    assert (run.sampled, run.state) == (0, VerificationState.AGREED)


# --- The run, the command, the night ----------------------------------------------------------------------------------


def test_a_run_that_breaks_is_kept_as_such(indicator, monkeypatch):
    def broken(key):
        raise RuntimeError("lost connection")

    monkeypatch.setattr(verification, "_lasting", broken)
    with pytest.raises(RuntimeError):
        verification.verify(sample=2, day=DAY)
    assert VerificationRun.objects.get().state == VerificationState.FAILED


@pytest.mark.parametrize(
    ("state", "finished"), [(VerificationState.RUNNING, True), (VerificationState.AGREED, False)]
)  # fmt: skip
def test_a_run_is_finished_unless_it_is_running(db, state, finished):
    with pytest.raises(IntegrityError), transaction.atomic():
        VerificationRun.objects.create(drawn_for=DAY, state=state, finished_at=timezone.now() if finished else None)


def test_the_command_says_that_nothing_differs(db):
    out = StringIO()
    call_command("verify_attainment", "--sample", "6", "--day", "2026-11-21", stdout=out)
    lines = out.getvalue().splitlines()
    assert (lines[0].endswith("lignes vérifiées, tirage du 2026-11-21."), lines[1:]) == (True, ["Aucune différence."])


def test_the_command_names_the_differences_and_fails(indicator, places):
    Attainment.objects.exclude(indicator=indicator).delete()
    break_result(indicator, places("QC"))
    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("verify_attainment", "--sample", "9", "--day", "2026-11-21", stdout=out)
    told = f"Indicateur {indicator.number}, Québec, décembre 2012{NBSP}: résultat, 145 dans la base"
    assert failure.value.returncode == 1
    assert told in out.getvalue()


def test_the_task_of_the_night_returns_the_number_of_differences(indicator, places):
    assert verify_attainment(sample=4) == 0


def test_it_runs_every_night_at_three():
    entry = settings.CELERY_BEAT_SCHEDULE["verify-attainment"]
    assert (entry["task"], entry["schedule"].hour, entry["schedule"].minute) == (verify_attainment.name, {3}, {0})
