"""The rates of the region and of Québec beside those of the MRCs."""

import pytest

from plans.dossier import plan_dossier
from plans.models import KeyFigure
from reports.par.employment import ei_rates

pytestmark = pytest.mark.django_db


def wholes(plan) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value, _, is_whole in ei_rates(plan_dossier(plan)) if is_whole]


def test_the_two_wholes_stand_among_the_mrcs_whatever_the_key_figure_is_called(plan):
    assert wholes(plan) == [("Bas-Saint-Laurent", "10.900"), ("Québec", "5.800")]
    KeyFigure.objects.filter(plan=plan, beside_mrcs=True).update(label="Part des prestataires")
    assert wholes(plan) == [("Bas-Saint-Laurent", "10.900"), ("Québec", "5.800")]


def test_without_a_marked_key_figure_the_mrcs_stand_alone(plan):
    KeyFigure.objects.filter(plan=plan).update(beside_mrcs=False)
    assert wholes(plan) == []
    assert len(ei_rates(plan_dossier(plan))) == 8
