"""Two local plans for the demonstration, Rimouski-Neigette and Rivière-du-Loup, answering the regional plan.

Everything here is written for the demonstration: no local plan of that year was read. Strategies are named by the
number that the regional plan prints.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from plans.demo.text import prose
from plans.enums import ActionStatus
from plans.local import numbered
from plans.models import Plan, Section
from plans.rows import read_rows
from plans.services import add_row, write_values
from plans.services_begin import begin_plan
from regions.models import Territory


class LocalIssueData(NamedTuple):
    title: str
    description: str
    retained: str


class LocalActionData(NamedTuple):
    """`strategy` is the number of the regional strategy that it answers; empty when it answers none."""

    strategy: str
    text: str
    lead: str = ""
    start: date | None = None
    end: date | None = None
    status: str = ""
    progress: int | None = None


class LocalPlanData(NamedTuple):
    office: str
    texts: dict[str, str]
    issues: tuple[LocalIssueData, ...]
    actions: tuple[LocalActionData, ...]


RIMOUSKI = LocalPlanData(
    "01-100",
    {
        "local_presentation": prose("""
Le CLE de Rimouski-Neigette dessert la ville-centre de la région et les municipalités qui l’entourent.
L’enseignement, la santé, le commerce et l’administration publique y occupent la plus grande part de la
main-d’œuvre; la forêt et l’agriculture gardent leur place dans les municipalités rurales.

Le taux d’assurance-emploi y est plus bas que dans l’ensemble de la région, mais les personnes qui restent
longtemps sans emploi y demandent un accompagnement plus soutenu.
"""),
        "issues_intro": prose("""
Trois enjeux ressortent des rencontres tenues à l’automne avec les employeurs et les organismes du territoire.
"""),
        "local_actions_intro": prose("""
Chaque action répond à une stratégie du plan régional. Le suivi s’en fait à la rencontre d’équipe, chaque trimestre.
"""),
        "targets_intro": prose("""
Les cibles viennent de la répartition régionale, selon la part du budget. Le CLE juge celle des nouveaux
participants exigeante mais atteignable si les ressources externes tiennent leur part.
"""),
        "budget": prose("""
La part du CLE est la plus élevée de la région; les mesures de formation en prendront un peu plus de la moitié.
"""),
    },
    (
        LocalIssueData(
            "Des postes difficiles à pourvoir dans la santé et le commerce",
            "Les départs à la retraite s’accélèrent dans les établissements de santé, et le commerce de détail "
            "recrute toute l’année.",
            "Rapprocher plus tôt les personnes en formation et les employeurs du territoire.",
        ),
        LocalIssueData(
            "Des jeunes sans diplôme qui s’éloignent du marché du travail",
            "Une partie des jeunes prestataires de l’aide de dernier recours n’a pas terminé ses études secondaires.",
            "Offrir un parcours court vers la formation de base, avec un suivi individuel.",
        ),
        LocalIssueData(
            "Des municipalités rurales loin des services",
            "Le transport limite la participation aux mesures en dehors de la ville.",
            "Tenir des séances sur place, avec les organismes du milieu.",
        ),
    ),
    (
        LocalActionData(
            "1.1",
            "Tenir une séance d’information sur le marché du travail dans trois municipalités rurales.",
            "Agente d’information sur le marché du travail",
            date(2007, 5, 1),
            date(2007, 11, 30),
            ActionStatus.ONGOING,
            33,
        ),
        LocalActionData(
            "1.2",
            "Appeler chaque mois les vingt employeurs qui signalent le plus de postes vacants.",
            "Conseiller aux entreprises",
            date(2007, 4, 1),
            date(2008, 3, 31),
            ActionStatus.ONGOING,
            50,
        ),
        LocalActionData(
            "2.1",
            "Repérer dès la première entrevue les personnes qui risquent un chômage prolongé.",
            "Équipe d’aide à l’emploi",
        ),
        LocalActionData(
            "3.1",
            "Ouvrir un groupe de formation de base pour les 18 à 24 ans, avec le centre d’éducation des adultes.",
            "Agente d’aide à l’emploi",
            date(2007, 9, 1),
            date(2008, 3, 31),
            ActionStatus.PLANNED,
        ),
        LocalActionData(
            "4.1",
            "Offrir un diagnostic de gestion des ressources humaines à dix petites entreprises.",
            "Conseiller aux entreprises",
            date(2007, 10, 1),
            date(2008, 2, 29),
        ),
        LocalActionData(
            "6.1",
            "Accompagner cinq entreprises du commerce dans leur première entente de qualification.",
            "Conseiller aux entreprises",
        ),
    ),
)

RIVIERE_DU_LOUP = LocalPlanData(
    "01-120",
    {
        "local_presentation": prose("""
Le CLE de Rivière-du-Loup dessert un territoire de passage, où le transport, la transformation et le tourisme
côtoient une agriculture bien établie. Les employeurs y signalent plus de postes qu’il n’y a de candidats formés.
"""),
        "issues_intro": prose("""
Le CLE a retenu deux enjeux avec ses partenaires.
"""),
        "local_actions_intro": "",
        "targets_intro": prose("""
Les cibles viennent de la répartition régionale.
"""),
        "budget": prose("""
La part du CLE est celle du plan régional; elle sera revue lorsque l’enveloppe sera connue.
"""),
    },
    (
        LocalIssueData(
            "Une pénurie de main-d’œuvre dans le transport et la transformation",
            "Plusieurs entreprises refusent des commandes faute de conducteurs et d’opérateurs qualifiés.",
            "Former en entreprise, avec les comités sectoriels.",
        ),
        LocalIssueData(
            "Un emploi saisonnier qui use les compétences",
            "Le tourisme et l’agriculture laissent chaque hiver une partie de la main-d’œuvre sans emploi.",
            "Profiter de la saison creuse pour former.",
        ),
    ),
    (
        LocalActionData(
            "1.2",
            "Mettre en relation les entreprises de transport et les finissants du centre de formation professionnelle.",
            "Conseillère aux entreprises",
            date(2007, 4, 1),
            date(2007, 6, 30),
            ActionStatus.DONE,
            100,
        ),
        LocalActionData(
            "5.1",
            "Bâtir avec deux usines un plan de formation des nouveaux opérateurs.",
            "Conseillère aux entreprises",
            date(2007, 9, 1),
            date(2008, 3, 31),
        ),
        LocalActionData(
            "3.1",
            "Proposer une formation d’hiver aux travailleurs saisonniers de plus de 45 ans.",
        ),
        LocalActionData(
            "",
            "Tenir à jour un carnet d’adresses des organismes du milieu.",
        ),
    ),
)

LOCAL_PLANS = (RIMOUSKI, RIVIERE_DU_LOUP)


@transaction.atomic
def build_demo_local_plans(*, regional: Plan, by: User) -> list[Plan]:
    """The two local plans; returned as they are when they were built before."""
    existing = list(Plan.objects.filter(kind="pal", year=regional.year))
    if existing:
        return existing
    strategies = {one.number: one.row for one in numbered(read_rows(regional))}
    offices = {place.code: place for place in Territory.objects.cles().select_related("parent")}
    return [_build(data, offices[data.office], regional, strategies, by) for data in LOCAL_PLANS]


def _build(data: LocalPlanData, office: Territory, regional: Plan, strategies: dict, by: User) -> Plan:
    plan = begin_plan(territory=office, year=regional.year, by=by, is_demonstration=True)
    for section in Section.objects.filter(plan=plan):
        if body := data.texts.get(section.key):
            write_values(section, {"body": body}, by=by)
    for position, issue in enumerate(data.issues, start=1):
        add_row(part="enjeu", plan=plan, position=position, by=by, **issue._asdict())
    for position, action in enumerate(data.actions, start=1):
        values = action._asdict() | {"answers": strategies.get(action.strategy)}
        values.pop("strategy")
        add_row(part="action-locale", plan=plan, position=position, by=by, **values)
    return plan
