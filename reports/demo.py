"""The whole demonstration, built through the services in one transaction."""

from collections.abc import Callable

from django.db import transaction

from accounts.demo import create_cast
from indicators.catalogue_loader import load_catalogue
from indicators.demo import allocate_demo_targets, load_real_targets, record_demo_results
from indicators.demo_breakdowns import record_demo_breakdowns
from partners.demo import build_demo_council
from plans.demo.loader import build_demo_plan
from plans.demo.local_plans import build_demo_local_plans
from plans.demo.territorial import build_demo_territorial_plan
from plans.models import Plan
from regions.services import load_territories
from reports.demo_annual import build_annual_demonstration


@transaction.atomic
def build_demonstration(say: Callable[[str], None] = lambda text: None) -> Plan:
    """Places, catalogue, people, the real plan of Bas-Saint-Laurent 2007-2008 and synthetic monthly results."""
    say("Territoires…")
    load_territories()
    say("Catalogue des indicateurs…")
    load_catalogue()
    say("Comptes de démonstration…")
    people = create_cast()
    director = people["director"]
    build_demo_council(people)
    say("Plan d’action régional 2007-2008 du Bas-Saint-Laurent…")
    plan = build_demo_plan(by=director)
    say("Plans d’action locaux de démonstration…")
    build_demo_local_plans(regional=plan, by=director)
    say("Plan territorial 2020-2022…")
    build_demo_territorial_plan(by=people["national"])
    say("Cibles et résultats mensuels synthétiques…")
    load_real_targets(by=director)
    allocate_demo_targets(by=director)
    record_demo_results(by=people["analyst"])
    record_demo_breakdowns(by=people["analyst"])
    say("Rapports annuels et initiatives régionales…")
    build_annual_demonstration(people)
    return plan
