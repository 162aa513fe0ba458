"""Demonstration: what the report of Québec for 2023-2024 tells beside its indicators, with its own figures.

The figures and proper names are those of the published report; the sentences are ours.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from reports.annual_enums import AnnualPart

SOURCE = "Bilan 2023-2024 des services publics d’emploi"
DATA_NOTE = (
    "Le Bilan imprime les parts par clientèle et les taux, arrondis, sans les effectifs ni les dénominateurs. "
    "Ceux-ci ont été reconstitués pour que les écarts et les parts soient calculés : les parts par clientèle, données "
    "parmi les nouveaux participants, sont portées ici sur les 193 962 personnes ayant participé à une intervention. "
    "Seules les parts sont donc montrées. Les mois de l’exercice ne sont pas "
    "publiés. Les résultats en emploi sont ceux "
    "que les personnes ont déclarés peu après la fin de l’intervention."
)

HEADINGS = (
    "Connaître le marché du travail, en temps de pénurie et de transition, et le faire connaître",
    "Qualifier les personnes sans emploi et rehausser les compétences de celles qui travaillent",
    "Soutenir les employeurs dans leur gestion des ressources humaines",
    "Rejoindre les clientèles sous-représentées et adapter les services à leurs besoins",
    "Donner la priorité aux interventions dont la portée est durable",
    "Agir de concert avec les partenaires du marché du travail",
)


class Entry(NamedTuple):
    part: AnnualPart
    title: str
    value: str | None = None
    unit: str = ""
    body: str = ""
    decimals: int = 0

    @property
    def values(self) -> dict:
        """The fields of AnnualEntry."""
        told = {"title": self.title, "body": self.body}
        if self.value is not None:
            told |= {"value": Decimal(self.value), "unit": self.unit, "decimals": self.decimals, "source": SOURCE}
        return told


_I, _H, _V, _E, _C = (
    AnnualPart.INTRODUCTION,
    AnnualPart.HIGHLIGHTS,
    AnnualPart.VOLUMES,
    AnnualPart.EVALUATIONS,
    AnnualPart.CLOSING,
)

ENTRIES = (
    Entry(
        _I, "", body="Les services publics d’emploi s’adressent aux personnes qui cherchent un emploi ou veulent "
        "acquérir des compétences, et aux employeurs. Ce rapport dit ce que l’exercice 2023-2024 a donné : les "
        "résultats au regard des cibles, la clientèle rejointe et ce que les régions ont fait avec leurs partenaires.",
    ),
    Entry(_H, "Personnes au service de l’emploi, en équivalents temps complet", "2353", "ETC"),
    Entry(_H, "Bureaux de Services Québec qui offrent les services d’emploi", "137", "bureaux"),
    Entry(_H, "Organismes spécialisés en employabilité", "400", "organismes", "Dans toutes les régions."),
    Entry(_H, "Part des nouvelles participations soutenues par ces organismes", "51", "%"),
    Entry(_H, "Part des nouvelles participations aux services spécialisés soutenues par ces organismes", "84", "%"),
    Entry(_H, "Personnes sans emploi en formation", "28291", "personnes"),
    Entry(
        _H, "Part de la clientèle sans soutien public du revenu", "27", "%",
        "Elle était de 20 % en 2019-2020 et de 24 % en 2022-2023.",
    ),
    Entry(
        _H, "Part des nouveaux participants issus de groupes sous-représentés", "60", "%",
        "Parmi ceux qui ont terminé une participation, 51 % ont déclaré être en emploi.",
    ),
    Entry(_H, "Retours en emploi de l’assistance sociale maintenus au moins six mois", "74.1", "%", decimals=1),
    Entry(
        _H, "Formation de la main-d’œuvre, volet individus : variation des nouveaux participants", None, "",
        "Baisse de 50 % par rapport à 2022-2023, à la fin de programmes lancés pendant la pandémie; les services "
        "d’aide à l’emploi ont augmenté de 11 %.",
    ),
    Entry(_V, "Pages visitées sur les métiers et professions", "4207731", "pages", "Québec.ca"),
    Entry(_V, "Chercheurs d’emploi inscrits", "69427", "personnes", "Québec emploi"),
    Entry(_V, "Nouveaux employeurs", "2782", "employeurs", "Québec emploi"),
    Entry(_V, "Offres d’emploi", "73258", "offres", "Québec emploi"),
    Entry(_V, "Subventions versées aux entreprises", "82", "M$", "Services aux entreprises"),
    Entry(_V, "Examens de qualification", "2049", "examens", "Qualification obligatoire"),
    Entry(_V, "Nouveaux apprentis", "3799", "personnes", "Qualification obligatoire"),
    Entry(_V, "Nouveaux certificats de qualification", "6725", "certificats", "Qualification obligatoire"),
    Entry(_V, "Part des interventions en gestion des ressources humaines auprès d’organismes sans but lucratif",
          "37", "%", "Services aux entreprises"),
    Entry(_V, "Part des nouvelles entreprises aidées sans aide depuis trois ans", "38", "%",
          "Services aux entreprises"),
    Entry(_V, "Part des entreprises aidées qui comptent de 6 à 99 employés", "66", "%", "Services aux entreprises"),
    Entry(
        _E, "Suivi des entreprises après l’intervention",
        body="Des 2 151 entreprises qui ont répondu, 89 % estiment que l’aide a amélioré leur gestion des ressources "
        "humaines, 89 % les compétences de leur personnel et 93 % leur productivité.",
    ),
    Entry(
        _E, "Situation d’emploi des jeunes de 16 à 24 ans placés sous la protection de la jeunesse",
        body="Une recherche a été confiée à l’Institut national de la recherche scientifique "
        "pour décrire leur parcours "
        "vers l’emploi et les obstacles qu’ils rencontrent.",
    ),
    Entry(
        _C, "", body="Derrière ces chiffres, il y a le personnel des bureaux et des directions régionales, les "
        "organismes, les établissements d’enseignement et les employeurs. Ce rapport est aussi le leur.",
    ),
)  # fmt: skip

EVALUATION_KINDS = {
    "Suivi des entreprises après l’intervention": "satisfaction",
    "Situation d’emploi des jeunes de 16 à 24 ans placés sous la protection de la jeunesse": "intervention",
}
