"""The seventeen numbered indicators of public employment services."""

from indicators.catalogue_records import (
    AGREEMENT,
    AGREEMENT_AND_PLAN,
    FIRST_KNOWN_YEAR,
    PLAN,
    REPORT,
    count,
    millions,
    rate,
    since,
    targeted,
    targeted_from,
)
from indicators.enums import Family, Obligation

_DEDUCED = "Forte : le numéro est déduit de l’ordre de la Convention"
_EXIT_NOTE = "Les personnes qui ont terminé une intervention ne sont pas celles qui l’ont commencée dans l’exercice."

EMPLOYMENT = (
    count(
        number="1",
        code="SPE_POSTES_SNP",
        name="Nombre de postes vacants signalés au Service national de placement",
        short_name="Postes vacants signalés",
        definition="Les postes à pourvoir que les employeurs ont fait connaître au service de placement pendant "
        "l’exercice.",
        unit="postes",
        numerator="Postes vacants signalés dans le mois",
        comment="La Convention de 2006 le cible; le plan régional 2007-2008 ne le reprend pas. En 2023-2024, il est "
        "suivi sans cible.",
        source=AGREEMENT,
        certainty=_DEDUCED,
        family=Family.ACCESSIBILITY,
        periods=since(FIRST_KNOWN_YEAR, Obligation.FOLLOWED),
    ),
    count(
        number="2",
        code="SPE_NOUV_PART",
        name="Nombre de nouveaux participants aux interventions des services publics d’emploi",
        short_name="Nouveaux participants",
        definition="Les personnes qui ont commencé une intervention depuis le 1er avril. Chacune compte une seule "
        "fois, au mois de son premier début, même si elle en commence plusieurs.",
        numerator="Personnes distinctes dont la première intervention de l’exercice commence dans le mois",
        comment="Les indicateurs 3, 7, 10 et 14 en sont des sous-ensembles.",
        source=AGREEMENT_AND_PLAN,
        family=Family.ACCESSIBILITY,
        periods=targeted("Nombre de nouveaux participants aux interventions d’Emploi-Québec"),
    ),
    count(
        number="3",
        code="SPE_FORM_BASE",
        name="Nombre de nouveaux participants aux activités de formation de base",
        short_name="Formation de base",
        definition="Les personnes qui ont commencé depuis le 1er avril une formation de base : alphabétisation, "
        "francisation ou formation générale.",
        numerator="Personnes distinctes qui commencent une formation de base dans le mois",
        comment="Sous-ensemble de l’indicateur 2.",
        source=AGREEMENT_AND_PLAN,
        family=Family.ACCESSIBILITY,
        periods=targeted(),
    ),
    rate(
        number="4",
        code="SPE_TAUX_EMPLOI",
        name="Taux d’emploi des personnes ayant bénéficié d’une intervention des services publics d’emploi",
        short_name="Taux d’emploi",
        definition="Sur cent personnes qui ont terminé une intervention, combien occupent un emploi ensuite.",
        numerator="Personnes en emploi après l’intervention",
        denominator="Personnes qui ont terminé une intervention",
        comment="La Convention de 2006 le cible, le plan régional 2007-2008 ne le reprend pas; ciblé de nouveau en "
        "2023-2024. Son numérateur est l’indicateur 5.",
        source=f"{AGREEMENT} ; {REPORT}",
        certainty=_DEDUCED,
        family=Family.EFFECTIVENESS,
        periods=targeted_from(2023),
    ),
    count(
        number="5",
        code="SPE_EN_EMPLOI",
        name="Nombre de personnes en emploi après avoir bénéficié d’une intervention des services publics d’emploi",
        short_name="En emploi après intervention",
        definition="Les personnes qui occupent un emploi peu après la fin de leur intervention.",
        numerator="Personnes en emploi après une intervention terminée",
        comment=f"{_EXIT_NOTE} Les indicateurs 9 et 15 en sont des sous-ensembles. Sans cible (s/o) en 2023-2024.",
        source=AGREEMENT_AND_PLAN,
        family=Family.EFFECTIVENESS,
        periods=targeted("Nombre de personnes en emploi après avoir bénéficié d’une intervention d’Emploi-Québec"),
    ),
    rate(
        number="6",
        code="SPE_PROP_LONGUE_DUREE",
        name="Proportion des participants aux mesures de longue durée répondant aux critères de repérage des "
        "personnes à risque élevé de chômage de longue durée",
        short_name="Participants à risque de chômage de longue durée",
        definition="Sur cent participants aux mesures longues, combien ont été repérés comme risquant fort de "
        "chômer longtemps : l’aide la plus soutenue va-t-elle à qui en a le plus besoin ?",
        numerator="Participants aux mesures de longue durée repérés comme à risque élevé",
        denominator="Participants aux mesures de longue durée",
        comment="Les sources n’écrivent pas dans quel sens l’indicateur s’apprécie : plus haut est tenu pour mieux.",
        source=AGREEMENT_AND_PLAN,
        certainty="Élevée; moyenne pour le sens",
        family=Family.ACCESSIBILITY,
        periods=targeted(),
    ),
    count(
        number="7",
        code="SPE_NOUV_PART_AFDR",
        name="Nombre de nouveaux participants aux interventions des services publics d’emploi, prestataires de "
        "l’aide financière de dernier recours",
        short_name="Nouveaux participants, aide de dernier recours",
        definition="Parmi les nouveaux participants, ceux qui reçoivent l’aide financière de dernier recours.",
        numerator="Nouveaux participants du mois qui sont prestataires de l’aide de dernier recours",
        comment="Sous-ensemble de l’indicateur 2.",
        source=AGREEMENT_AND_PLAN,
        family=Family.ACCESSIBILITY,
        periods=targeted(
            "Nombre de nouveaux participants aux interventions d’Emploi-Québec, prestataires de l’aide financière "
            "de dernier recours"
        ),
    ),
    rate(
        number="8",
        code="SPE_TAUX_EMPLOI_AFDR",
        name="Taux d’emploi des prestataires de l’aide financière de dernier recours ayant bénéficié d’une "
        "intervention des services publics d’emploi",
        short_name="Taux d’emploi, aide de dernier recours",
        definition="Sur cent prestataires de l’aide de dernier recours qui ont terminé une intervention, combien "
        "occupent un emploi ensuite.",
        numerator="Prestataires de l’aide de dernier recours en emploi après l’intervention",
        denominator="Prestataires de l’aide de dernier recours qui ont terminé une intervention",
        comment="La Convention de 2006 le cible, le plan régional 2007-2008 ne le reprend pas; ciblé de nouveau en "
        "2023-2024. Son numérateur est l’indicateur 9.",
        source=f"{AGREEMENT} ; {REPORT}",
        certainty=_DEDUCED,
        family=Family.EFFECTIVENESS,
        periods=targeted_from(2023),
    ),
    count(
        number="9",
        code="SPE_AFDR_EN_EMPLOI",
        name="Nombre de prestataires de l’aide financière de dernier recours en emploi après avoir bénéficié d’une "
        "intervention des services publics d’emploi",
        short_name="En emploi, aide de dernier recours",
        definition="Parmi les personnes en emploi après leur intervention, celles qui recevaient l’aide financière "
        "de dernier recours.",
        numerator="Prestataires de l’aide de dernier recours en emploi après une intervention terminée",
        comment="Sous-ensemble de l’indicateur 5. Le plan 2007-2008 écrit « assistance-emploi ».",
        source=AGREEMENT_AND_PLAN,
        family=Family.EFFECTIVENESS,
        periods=targeted(
            "Nombre de prestataires de l’assistance-emploi en emploi après avoir bénéficié d’une intervention "
            "d’Emploi-Québec"
        ),
    ),
    count(
        number="10",
        code="SPE_NOUV_PART_IMM",
        name="Nombre de nouveaux participants aux interventions des services publics d’emploi, personnes immigrantes",
        short_name="Nouveaux participants, personnes immigrantes",
        definition="Parmi les nouveaux participants, les personnes nées hors du Canada.",
        numerator="Nouveaux participants du mois qui sont des personnes immigrantes",
        comment="Sous-ensemble de l’indicateur 2. Absent de la Convention de 2006, ciblé par le plan 2007-2008.",
        source=PLAN,
        family=Family.ACCESSIBILITY,
        periods=targeted_from(
            2007, "Nombre de nouveaux participants aux interventions d’Emploi-Québec, personnes immigrantes"
        ),
    ),
    rate(
        number="11",
        code="SPE_IMM_EFFICACITE",
        name="Indicateur non documenté",
        short_name="Indicateur non documenté",
        definition="Aucun document consulté ne nomme l’indicateur 11. Par analogie avec ses voisins, il pourrait "
        "s’agir du taux d’emploi des personnes immigrantes après une intervention; à confirmer avant tout usage.",
        numerator="À confirmer",
        denominator="À confirmer",
        comment="Autre lecture possible : le nombre de personnes immigrantes en emploi.",
        source="Hypothèse",
        certainty="Faible : à confirmer",
        family=Family.EFFECTIVENESS,
        periods=since(FIRST_KNOWN_YEAR, Obligation.UNKNOWN),
    ),
    millions(
        number="12",
        code="SPE_PNV_AFDR",
        name="Prestations non versées par l’aide financière de dernier recours à la suite d’une intervention des "
        "services publics d’emploi visant un retour en emploi",
        short_name="Prestations non versées, aide de dernier recours",
        definition="Ce que l’aide financière de dernier recours n’a pas eu à verser parce que des prestataires ont "
        "trouvé un emploi après une intervention.",
        numerator="Prestations non versées estimées, en millions de dollars",
        comment="La méthode d’estimation n’est pas décrite dans les sources.",
        source=AGREEMENT_AND_PLAN,
        certainty="Élevée; méthode d’estimation à confirmer",
        family=Family.EFFECTIVENESS,
        periods=targeted(
            "Prestations non versées à l’assistance-emploi suite à une intervention d’Emploi-Québec visant un "
            "retour en emploi"
        ),
    ),
    millions(
        number="13",
        code="SPE_PNV_AE",
        name="Prestations non versées par l’assurance-emploi à la suite d’une intervention des services publics "
        "d’emploi visant un retour en emploi",
        short_name="Prestations non versées, assurance-emploi",
        definition="Ce que l’assurance-emploi n’a pas eu à verser parce que des prestataires ont trouvé un emploi "
        "après une intervention.",
        numerator="Prestations non versées estimées, en millions de dollars",
        comment="Sert aussi à rendre compte de l’entente Canada-Québec relative au marché du travail.",
        source=AGREEMENT_AND_PLAN,
        family=Family.EFFECTIVENESS,
        periods=targeted(
            "Prestations non versées à l’assurance-emploi suite à une intervention d’Emploi-Québec visant un retour "
            "en emploi"
        ),
    ),
    count(
        number="14",
        code="SPE_PART_AE",
        name="Nombre de participants de l’assurance-emploi aux interventions des services publics d’emploi",
        short_name="Participants de l’assurance-emploi",
        definition="Parmi les nouveaux participants, ceux qui reçoivent l’assurance-emploi.",
        numerator="Nouveaux participants du mois qui relèvent de l’assurance-emploi",
        comment="La Convention parle de nouveaux participants, le plan de participants. Sous-ensemble de "
        "l’indicateur 2; sert à rendre compte de l’entente Canada-Québec.",
        source=AGREEMENT_AND_PLAN,
        family=Family.ACCESSIBILITY,
        periods=targeted("Nombre de participants de l’assurance-emploi aux interventions d’Emploi-Québec"),
    ),
    count(
        number="15",
        code="SPE_AE_EN_EMPLOI",
        name="Nombre de participants de l’assurance-emploi en emploi après avoir bénéficié d’une intervention des "
        "services publics d’emploi",
        short_name="En emploi, assurance-emploi",
        definition="Parmi les personnes en emploi après leur intervention, celles qui recevaient l’assurance-emploi.",
        numerator="Participants de l’assurance-emploi en emploi après une intervention terminée",
        comment="Sous-ensemble de l’indicateur 5; sert à rendre compte de l’entente Canada-Québec.",
        source=AGREEMENT_AND_PLAN,
        family=Family.EFFECTIVENESS,
        periods=targeted(
            "Nombre de participants de l’assurance-emploi en emploi après avoir bénéficié d’une intervention "
            "d’Emploi-Québec"
        ),
    ),
    count(
        number="16",
        code="SPE_ENTREPRISES",
        name="Nombre d’entreprises nouvellement aidées par les interventions des services publics d’emploi",
        short_name="Entreprises nouvellement aidées",
        definition="Les entreprises qui ont commencé à recevoir une aide depuis le 1er avril, chacune comptée une "
        "seule fois.",
        unit="entreprises",
        numerator="Entreprises distinctes dont l’aide commence dans le mois",
        source=AGREEMENT_AND_PLAN,
        family=Family.ACCESSIBILITY,
        periods=targeted("Nombre d’entreprises nouvellement aidées par les mesures actives"),
    ),
    count(
        number="17",
        code="SPE_ENTENTES_QUALIF",
        name="Nombre de nouvelles ententes de qualification",
        short_name="Ententes de qualification",
        definition="Les ententes d’apprentissage en milieu de travail signées depuis le 1er avril.",
        unit="ententes",
        numerator="Ententes signées dans le mois",
        comment="La Convention annonce son remplacement; le Programme d’apprentissage en milieu de travail en tient "
        "lieu depuis.",
        source=AGREEMENT_AND_PLAN,
        family=Family.ACCESSIBILITY,
        periods=targeted(),
    ),
)
