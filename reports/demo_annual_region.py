"""Demonstration: the annual report of Bas-Saint-Laurent for 2007-2008, made up and said so."""

from __future__ import annotations

from decimal import Decimal

from reports.annual_enums import AnnualPart

INTRODUCTION = (
    "Ce rapport de démonstration rend compte des résultats synthétiques de "
    "l’exercice 2007-2008. Les cibles sont celles "
    "du plan d’action régional; tout le reste est inventé pour montrer ce que contient un rapport annuel."
)

# Indicator number → causes, measures.
EXPLANATIONS = {
    "6": (
        "Les personnes dirigées vers les mesures de longue durée répondent un peu moins souvent aux critères de "
        "repérage : les départs de l’industrie forestière touchent des "
        "travailleurs d’expérience, admissibles sans être "
        "à risque élevé.",
        "Le repérage est revu à l’accueil dans chaque CLE depuis janvier 2008.",
    ),
    "7": (
        "Les prestataires sans contraintes sont moins nombreux, et ceux qui restent ont besoin d’une préparation plus "
        "longue avant d’entreprendre une mesure.",
        "- Rencontres de groupe à la première demande d’aide\n- Places de "
        "préparation à l’emploi ajoutées à Matane et à "
        "La Matapédia",
    ),
    "10": (
        "Peu de personnes immigrantes se sont établies hors de Rimouski et de Rivière-du-Loup pendant l’exercice.",
        "Une entente avec les organismes d’accueil prévoit un accompagnement dès l’arrivée.",
    ),
    "12": (
        "Les sorties de l’aide financière de dernier recours ont été plus tardives dans l’année : les prestations non "
        "versées s’en trouvent réduites d’autant.",
        "",
    ),
    "17": (
        "Deux entreprises qui devaient former des apprentis ont reporté leurs projets; les ententes se signent surtout "
        "dans la construction et le meuble.",
        "Une tournée des employeurs de la transformation alimentaire est prévue à l’automne 2008.",
    ),
}  # SS4 is left to be explained: the readiness of the report has something to tell

# Part → title, value, unit, indicator whose people divide a cost, kind of an evaluation, text.
ENTRIES = (
    (AnnualPart.INTRODUCTION, {"title": "", "body": INTRODUCTION}),
    (
        AnnualPart.HIGHLIGHTS,
        {"title": "Entreprises ou organismes en relation d’affaires avec les CLE", "value": Decimal(2040),
         "unit": "entreprises"},
    ),
    (
        AnnualPart.HIGHLIGHTS,
        {"title": "Première communauté de pratique régionale en gestion des ressources humaines",
         "body": "Elle réunit des employeurs des huit CLE."},
    ),
    (
        AnnualPart.STRATEGIES,
        {"title": "", "body": "Les comités sectoriels retenus par le conseil se sont réunis deux fois chacun. La "
         "stratégie d’appui aux travailleurs de la forêt a mobilisé tous les CLE touchés."},
    ),
    (
        AnnualPart.COSTS,
        {"title": "Interventions, par nouveau participant", "value": Decimal(23_000_000), "unit": "$",
         "people_of": "2", "body": "Budget d’intervention du plan, selon l’hypothèse de 23 M$."},
    ),
    (
        AnnualPart.COSTS,
        {"title": "Interventions, par personne en emploi ensuite", "value": Decimal(23_000_000), "unit": "$",
         "people_of": "5", "body": "Même budget."},
    ),
    (AnnualPart.COMPLAINTS, {"title": "Plaintes reçues, services d’emploi", "value": Decimal(24), "unit": "plaintes"}),
    (AnnualPart.COMPLAINTS, {"title": "Plaintes fondées, services d’emploi", "value": Decimal(5), "unit": "plaintes"}),
    (
        AnnualPart.EVALUATIONS,
        {"title": "Satisfaction des participants aux activités de formation", "kind": "satisfaction",
         "body": "Sondage auprès de 412 participants : 88 % recommandent leur formation, 71 % la jugent assez longue."},
    ),
    (
        AnnualPart.EVALUATIONS,
        {"title": "Préparation à l’emploi des jeunes de moins de 30 ans", "kind": "intervention",
         "body": "Six mois après la fin, les participants travaillent plus souvent que ceux d’un groupe comparable; "
         "l’écart tient surtout aux stages."},
    ),
)  # fmt: skip

RETAINED = (
    {
        "title": "Tournée des métiers de la forêt et du bois",
        "summary": "Pendant cinq jours, des travailleurs licenciés d’une scierie ont visité des entreprises qui "
        "recrutent et rencontré des conseillers en orientation.",
        "results": "64 participants, 9 entreprises, 23 embauches dans les trois mois.",
        "partners": "CLE de La Matapédia\nComité sectoriel de l’aménagement forestier\nCommission scolaire",
        "quotation": "Je pensais n’avoir qu’un métier. J’en avais trois.",
        "quotation_by": "Un participant de La Matapédia",
    },
    {
        "title": "Jeunes parents, un pas à la fois",
        "summary": "Un groupe de préparation à l’emploi réservé à de jeunes parents, avec halte-garderie sur place et "
        "horaire de quatre jours.",
        "results": "18 participants; 7 en emploi et 6 aux études à la fin du projet.",
        "partners": "Carrefour jeunesse-emploi\nCentre de la petite enfance",
        "portrait_title": "Reprendre confiance",
        "portrait": "Mère de deux enfants, Noémie n’avait jamais travaillé. Elle a fini le projet sans une absence, "
        "puis un stage dans une pharmacie qui l’a embauchée.",
        "is_pseudonym": True,
    },
)

# It holds what the check must point out before anything is published.
SUBMITTED = {
    "title": "Midis d’information dans les entreprises",
    "summary": "Un conseiller se déplace à l’heure du dîner pour présenter les services aux employés. "
    "Pour s’inscrire : midis@exemple.gouv.qc.ca ou 418 555-0123.",
    "results": "14 entreprises visitées. Le bilan est au http://intranet.emploi-bsl.intra/midis.",
    "partners": "Chambres de commerce",
}
