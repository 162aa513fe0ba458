"""Demonstration: the regional initiatives of the report of 2023-2024, their titles, partners and figures as published.

Sentences are ours. Nobody is named: the first names of portraits are invented, as the published report says of its own.
"""

from __future__ import annotations

from typing import NamedTuple


class Told(NamedTuple):
    """An initiative: its heading (1 to 6), its territory's code and what is told of it."""

    heading: int
    territory: str
    title: str
    summary: str
    results: str = ""
    partners: str = ""
    portrait_title: str = ""
    portrait: str = ""
    quotation: str = ""
    quotation_by: str = ""

    @property
    def values(self) -> dict:
        """The fields of Initiative that are told."""
        told = self._asdict()
        del told["heading"], told["territory"]
        return {name: text for name, text in told.items() if text} | {"is_pseudonym": bool(self.portrait)}


INITIATIVES = (
    Told(
        1, "01", "Présentations sur la productivité du travail",
        "Des rencontres ont exposé l’état de la productivité dans la région et au Québec, puis ce que des secteurs "
        "peuvent faire ensemble pour l’améliorer.",
        "Six présentations, plus de 50 partenaires locaux et régionaux. Des formations et des comités de travail en "
        "sont issus.",
    ),
    Told(
        1, "07", "Étude sur la situation des entreprises de la Vallée-de-la-Gatineau",
        "Une enquête a demandé aux entreprises leurs besoins de main-d’œuvre, de compétences et de technologies, pour "
        "mieux orienter les services qui leur sont offerts.",
        "306 entreprises ont répondu. Un projet de mentorat entre de jeunes sans emploi et des entreprises a suivi.",
        "SADC Vallée-de-la-Gatineau\nBIP Recherche\nMRC de La Vallée-de-la-Gatineau",
    ),
    Told(
        1, "QC", "Publications sur le marché du travail",
        "Bulletins mensuels, trimestriels et annuels sur l’emploi, les postes vacants et les salaires; équilibre du "
        "marché du travail à court et à moyen terme.",
        "Un diagnostic pour 516 professions.",
    ),
    Told(
        2, "05", "Migrer vers l’emploi",
        "En sept mois, une formation en alternance travail-études prépare à l’entretien ménager des personnes "
        "immigrantes éloignées du marché du travail, avec un accompagnement soutenu et des stages en entreprise.",
        "Neuf personnes ont reçu leur attestation; sept occupent un emploi.",
        "Centre Saint-Michel\nOrientation Travail\nService aux entreprises de l’Estrie\nEmployeurs d’accueil",
    ),
    Told(
        2, "17", "Promotion du Programme d’apprentissage en milieu de travail",
        "Un plan d’action et de communication régional a fait connaître l’apprentissage en milieu de travail : séances "
        "d’information, webinaires par secteur, reconnaissance des compagnons.",
        "397 nouvelles participations, 19 % de plus que l’année précédente.",
        "Comités sectoriels de main-d’œuvre\nEntrepreneurs qui ont témoigné",
    ),
    Told(
        2, "QC", "Bien se connaître, un outil en ligne",
        "Un questionnaire aide chacun à faire le point sur sa situation et le mène vers les métiers qui lui "
        "conviennent.",
        "6 855 ouvertures du formulaire depuis mai 2022.",
    ),
    Told(
        2, "08", "Un parcours adapté vers la cuisine",
        "Deux projets se relaient pour conduire vers l’emploi de jeunes personnes qui vivent avec des limitations : "
        "l’un fait explorer des milieux de travail, l’autre forme et accompagne en entreprise.",
        ""
        ""
        "",
        "Réseau d’intégration en emploi de l’Abitibi-Témiscamingue\nCISSS de l’Abitibi-Témiscamingue\nSphère Québec",
        "De l’exploration à l’embauche",
        "À 19 ans, Maxime a exploré trois milieux de travail en neuf mois. Après un été difficile, son équipe l’a aidé "
        "à repartir de ses réussites. Il apprend aujourd’hui le métier d’aide-cuisinier, quatre demi-journées par "
        "semaine, et son embauche approche.",
    ),
    Told(
        3, "11", "Pôle d’excellence en ressources humaines",
        "Aux Îles-de-la-Madeleine, un portrait des pratiques de gestion des ressources humaines a mené à un plan de "
        "trois ans et à un pôle qui les améliore.",
        "156 gestionnaires et 212 membres du personnel ont répondu au sondage. Une communauté de pratique se forme.",
        "SADC des Îles-de-la-Madeleine\nCommunauté maritime des Îles-de-la-Madeleine\nGroupe Collegia\n"
        "Chambre de commerce des Îles\nTourisme Îles de la Madeleine",
    ),
    Told(
        3, "15", "La Grande virée",
        "Des personnes de 50 ans et plus sans emploi ont visité des entreprises agricoles de la MRC de Deux-Montagnes, "
        "dont les employeurs avaient été préparés à accueillir une main-d’œuvre expérimentée.",
        "Deux journées, 46 candidats, six entreprises, 21 embauches.",
        "MRC de Deux-Montagnes\nCentre d’emploi agricole de l’UPA Outaouais-Laurentides\nCIBLE Emploi",
    ),
    Told(
        3, "12", "Les Midis RH en Chaudière-Appalaches",
        "Une heure de webinaire, sur des pratiques de gestion des ressources humaines choisies d’après les besoins "
        "observés dans les entreprises.",
        "12 webinaires dans l’année, 488 entreprises distinctes.",
    ),
    Told(
        3, "09", "Colloque en ressources humaines",
        "À Blanc-Sablon, le 8 février 2024, un colloque a conseillé les employeurs de la Basse-Côte-Nord, où la "
        "population vieillit et les jeunes partent.",
        "31 participants.",
        "Centre de services scolaire du Littoral\nMRC du Golfe-du-Saint-Laurent\n"
        "Groupe d’investissement et de développement communautaire Mécatina",
    ),
    Told(
        3, "14", "20e édition des Matinées lanaudoises",
        "Une série de conférences et un congrès diffusent les bonnes pratiques de gestion et la culture de formation.",
        "687 personnes, plus de 115 entreprises.",
        "Corporation de développement économique de la MRC de Joliette\nChambre de commerce du Grand Joliette\n"
        "SADC de D’Autray-Joliette",
    ),
    Told(
        3, "02", "Un premier emploi à 58 ans",
        "Une subvention salariale et un accompagnement ont permis à un employeur d’adapter un poste et de former son "
        "équipe.",
        "", "", "Des pictogrammes pour apprendre",
        "Benoit, 58 ans, ne lisait pas et n’avait jamais travaillé. Son employeur a "
        "dessiné les tâches en pictogrammes. "
        "La subvention est finie depuis juin 2023; il est toujours en emploi et a reçu son premier diplôme.",
    ),
    Told(
        4, "QC", "Trouvez votre voie vers le succès",
        "Un papillon distribué dans tout le réseau invite les femmes à rencontrer un "
        "agent d’aide à l’emploi; il met en "
        "œuvre la stratégie 2022-2027 pour l’égalité entre les femmes et les hommes.",
    ),
    Told(
        4, "03", "Zone emploi 50 ans et plus au salon de la FADOQ",
        "Pendant trois jours, un espace a mis en relation des entreprises et des personnes expérimentées; les "
        "employeurs avaient reçu une formation. La FADOQ a joint ses 80 000 membres.",
        "40 entreprises, 3 600 chercheurs d’emploi, 629 CV, de 150 à 200 embauches.",
        "FADOQ\nAtelier préparatoire à l’emploi\nGroupe intégration travail",
    ),
    Told(
        4, "07", "Sommet atypique 2024",
        "Des expositions et des ateliers font connaître aux femmes des métiers où elles sont peu nombreuses, dans la "
        "construction, le génie, la santé ou l’informatique.",
        "12 entreprises, 15 programmes de formation, près de 200 femmes de 15 à 70 ans; "
        "68 d’entre elles ont essayé des "
        "métiers de la construction, en 248 ateliers.",
        "Option Femmes\nCégep de l’Outaouais\nCarrefour jeunesse-emploi de l’Outaouais\n"
        "Conseil régional des partenaires du marché du travail",
    ),
    Told(
        5, "13", "Accueil des conjoints d’infirmières recrutées hors du Canada",
        "Le CISSS de Laval a recruté 40 infirmières; une trentaine de conjoints sont venus avec elles. Une rencontre "
        "de groupe et des évaluations leur ont présenté les services d’emploi.",
        "15 participants, dont 11 ont déjà un emploi.",
        "Ministère de l’Immigration, de la Francisation et de l’Intégration\nCarrefour jeunesse-emploi de Laval\n"
        "Perspective Carrière",
    ),
    Told(
        5, "QC", "Joindre les moins de 25 ans qui ont des contraintes sévères",
        "Les jeunes qui demandent pour la première fois une aide de dernier recours, et qui peuvent travailler malgré "
        "leurs contraintes, se voient offrir une rencontre avec un agent d’aide à l’emploi.",
    ),
    Told(
        5, "06", "L’économie verte dans l’accompagnement des PME",
        "Deux jours de formation et des capsules vidéo préparent les conseillers à accompagner des entreprises vers "
        "une économie plus verte.",
        "46 personnes formées.",
        "Pôle IDEOS de HEC Montréal",
    ),
    Told(
        5, "15", "Maintien en emploi Zone Emploi d’Antoine-Labelle",
        "Le service intervient auprès de la personne et de son employeur pour lever ce qui menace le maintien en "
        "emploi.",
        "", "Zone Emploi d’Antoine-Labelle", "Retrouver confiance",
        "Dans la cinquantaine, Isabelle avait quitté le travail depuis longtemps. Deux programmes de 26 et de 20 "
        "semaines, puis un accompagnement de 20 semaines, l’ont conduite à un poste de caissière qu’elle occupe "
        "toujours.",
    ),
    Told(
        6, "16", "JADE : jumelage, arrimage et démarchage en emploi",
        "Une équipe régionale rapproche les personnes prêtes à travailler et les employeurs qui recrutent, pour que "
        "l’emploi suive de près la fin d’une mesure.",
        "333 retours en emploi.",
        quotation="Après quatre entrevues, j’ai reçu ce matin une offre permanente.",
        quotation_by="Un participant de la Montérégie",
    ),
    Told(
        6, "04", "Projet Arrimage",
        "À Shawinigan, à La Tuque, dans Maskinongé et Mékinac, des journées dans le milieu font connaître les services "
        "d’emploi aux prestataires de l’assistance sociale.",
        "44 personnes rencontrées.",
        "Carrefour Emploi Mékinac\nStratégie carrière\nÉcole forestière de La Tuque\n"
        "Corporation de transports collectifs de la MRC de Maskinongé",
    ),
    Told(
        6, "02", "Passerelle de mobilisation pour la clientèle prioritaire",
        "Un agent pivot relie le CIUSSS et le bureau de Services Québec de Dolbeau-Mistassini autour du plan "
        "d’intervention des personnes vulnérables.",
        "", "CIUSSS du Saguenay–Lac-Saint-Jean", "Une place en garderie, un emploi, des études",
        "Enceinte et sans revenu, Coralie a repris ses études avec l’appui de plusieurs équipes. Elle travaille à "
        "l’hôpital et commence une technique en soins infirmiers.",
    ),
    Told(
        6, "10", "CANAPÉ, l’accueil des nouvelles arrivantes",
        "Dans trois communautés, des activités de réseautage ont accueilli des nouvelles arrivantes, professionnelles "
        "et entrepreneures.",
        "15 participantes à Chibougamau, 25 à Lebel-sur-Quévillon, 23 à Matagami.",
        "Comité de condition féminine Baie-James\nAdministration régionale Baie-James",
    ),
)  # fmt: skip
