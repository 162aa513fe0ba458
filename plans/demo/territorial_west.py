"""Territories of regions 01 to 09 in the territorial plan 2020-2022."""

from plans.demo.territorial_schema import ActionData as A
from plans.demo.territorial_schema import PlaceData

PLACES: tuple[PlaceData, ...] = (
    PlaceData(
        "Bas-Saint-Laurent", "bas-saint-laurent", "01",
        ((4, "Agir pour un entrepreneuriat et une main-d’œuvre dynamiques et diversifiés"),),
        (
            A((4,), "Tenir chaque année l’activité « Le Bas-Saint-Laurent, en action pour l’emploi », où les "
              "employeurs rencontrent les personnes en recherche d’emploi.",
              targets=((2020, 1, "activité", ""), (2021, 1, "activité", ""), (2022, 1, "activité", ""))),
            A((4,), "Montrer aux employeurs, par une recension d’expériences réussies, ce que donne l’embauche de "
              "personnes handicapées."),
            A((4,), "Offrir aux intervenants de la région un outil informatique qui décrit les professions présentes "
              "dans les entreprises, pour mieux guider la recherche d’un emploi ou d’un stage."),
        ),
    ),
    PlaceData(
        "Saguenay–Lac-Saint-Jean", "saguenay-lac-saint-jean", "02",
        ((1, "Main-d’œuvre"),),
        (
            A((1,), "Comprendre pourquoi certaines professions se recrutent mal et agir sur ces causes avec les "
              "partenaires de la région."),
            A((1,), "Aider les entreprises, d’abord celles des créneaux d’excellence de la région, à mieux gérer leurs "
              "ressources humaines.",
              "AgroBoréal, Transformation de l’aluminium, Tourisme d’aventure et écotourisme"),
        ),
    ),
    PlaceData(
        "Capitale-Nationale", "capitale-nationale", "03",
        (
            (1, "Assurer le développement des activités agricoles et agroalimentaires"),
            (7, "Développer des stratégies pour contrer les effets de la pénurie de main-d’œuvre"),
        ),
        (
            A((1,), "Soutenir, avec le créneau d’excellence en aliments santé, les entreprises agroalimentaires qui "
              "cherchent du personnel et veulent le garder.", "Québec NUTRI"),
            A((1,), "Financer pendant trois ans la coordination de l’entente sectorielle agricole et agroalimentaire "
              "de la région et de Lévis.", "Ville de Lévis", "2020-01-01", "2022-12-31"),
            A((7,), "Contribuer, au sein de la conférence administrative régionale, à une lecture commune des enjeux "
              "de main-d’œuvre d’où naîtront des actions structurantes.", "Conférence administrative régionale"),
        ),
    ),
    PlaceData(
        "Mauricie", "mauricie", "04",
        (
            (2, "Accompagner les citoyens sur le plan socioprofessionnel"),
            (4, "Soutenir la vitalité du système économique"),
        ),
        (
            A((2,), "Donner cinq formations qui rehaussent les compétences de personnes autochtones de la région.",
              targets=((None, 5, "formations", ""),)),
            A((2,), "Former les personnes mises à pied par la pandémie dans trois secteurs, afin que leurs compétences "
              "servent là où l’on manque de monde.", targets=((None, 3, "secteurs", ""),)),
            A((4,), "Garder en emploi des travailleurs du secteur manufacturier en renforçant leurs compétences de "
              "base en lecture et en calcul, pour que les entreprises suivent les changements techniques."),
        ),
    ),
    PlaceData(
        "Estrie", "estrie", "05",
        (
            (1, "Soutenir des stratégies pour répondre aux besoins de main-d’œuvre qualifiée des entreprises"),
            (9, "Augmenter le niveau de connaissance dans les entreprises et les organisations qui contribuent au "
             "développement de l’Estrie"),
            (13, "Réduire la pauvreté et l’exclusion sociale"),
        ),
        (
            A((1, 9), "Tenir le Salon Priorité-Emploi sous une forme qui respecte les consignes sanitaires."),
            A((1, 9), "Faire connaître, par des portraits de chaque territoire, les entreprises de l’Estrie et ce dont "
              "elles ont besoin."),
            A((1, 9), "Chercher les causes des difficultés de recrutement dans les professions que le conseil régional "
              "a retenues, en fournissant de l’information et un appui financier.",
              "Conseil régional des partenaires du marché du travail, Table estrienne de concertation "
              "Emploi-Formation"),
            A((13,), "Financer des projets qui remettent en mouvement et préparent à l’emploi des personnes peu "
              "présentes sur le marché du travail et difficiles à joindre."),
        ),
    ),
    PlaceData(
        "Montréal", "montreal", "06",
        (
            (3, "Favoriser l’essor des entreprises montréalaises"),
            (6, "Offrir un environnement sécuritaire et épanouissant pour les membres des peuples autochtones"),
            (10, "Accélérer l’essor de l’est de Montréal"),
        ),
        (
            A((3,), "Prendre part à dix forums sur la relance de l’économie après la pandémie.",
              "Chambre de commerce du Montréal métropolitain", targets=((None, 10, "forums", ""),)),
            A((3,), "Mettre à la portée des petites entreprises des outils en ligne et de courtes formations sur la "
              "gestion des ressources humaines."),
            A((3,), "Offrir cinq accompagnements sur mesure, avec formation et coaching, dans les parcours "
              "entrepreneuriaux destinés aux PME.", "Ville de Montréal",
              targets=((None, 5, "accompagnements", ""),)),
            A((6,), "Continuer de réunir le comité régional mixte avec les organismes autochtones qui développent "
              "l’employabilité.", "Comité régional mixte"),
            A((6,), "Accorder les travaux du comité régional mixte avec ceux de la stratégie de réconciliation de la "
              "Ville, pour qu’ils se complètent.", "Ville de Montréal, Comité régional mixte"),
            A((10,), "Publier des analyses du marché du travail et des réalités socioéconomiques de l’est de "
              "Montréal."),
        ),
    ),
    PlaceData(
        "Outaouais", "outaouais", "07",
        (
            (5, "Développer l’économie et améliorer la position concurrentielle par rapport à la situation frontalière "
             "par l’innovation et la diversification"),
        ),
        (
            A((5,), "Appuyer les entreprises bioalimentaires par une entente sectorielle qui finance des projets "
              "conformes au plan de développement bioalimentaire de la région."),
            A((5,), "Participer à la relance de l’industrie forestière au sein de la cellule d’intervention commune à "
              "l’Outaouais et aux Laurentides.", "Cellule d’intervention sur la vitalité de l’industrie forestière"),
            A((5,), "Aider les résidences privées pour aînés (RPA) de la région à recruter et à garder leur "
              "personnel."),
            A((5,), "Qualifier des travailleurs et des chercheurs d’emploi pour les métiers de la santé, par un projet "
              "d’alternance travail-études pour les préposés aux bénéficiaires."),
        ),
    ),
    PlaceData(
        "Abitibi-Témiscamingue", "abitibi-temiscamingue", "08",
        (
            (2, "Accroître le niveau de qualification et de diplomation tout en développant une culture de formation, "
             "d’apprentissage et de perfectionnement en continu"),
            (5, "Consolider et diversifier les filières agricole, forestière, minière, touristique et d’avenir de "
             "l’économie régionale"),
        ),
        (
            A((2,), "Mener à terme le projet qui établit, de concert avec les partenaires, les compétences que les "
              "entreprises ont besoin de développer."),
            A((2,), "Mener à terme le projet de rehaussement des compétences « 4.0 », qui prépare l’économie de la "
              "région à la transformation numérique.", "Cégep de l’Abitibi-Témiscamingue"),
            A((5,), "Promouvoir, par une entente avec les secteurs agricole, forestier et touristique, les métiers qui "
              "y manquent de bras."),
            A((5,), "Offrir aux producteurs agricoles un service de gestion des ressources humaines : dotation, "
              "entraînement à la tâche, formation, coaching.", "Centre d’emploi agricole"),
        ),
    ),
    PlaceData(
        "Côte-Nord", "cote-nord", "09",
        (
            (1, "Reconnaître la Côte-Nord et ses spécificités comme une région atypique"),
            (6, "Renforcer la capacité d’agir des Nord-Côtiers et Nord-Côtières ainsi que de leurs communautés"),
            (7, "Favoriser l’accès à l’éducation, à la formation et au savoir"),
        ),
        (
            A((1,), "Diffuser des portraits de la région et de ses MRC, de l’emploi saisonnier et des besoins des "
              "entreprises, pour faire valoir ce qui distingue ces territoires."),
            A((6,), "Mettre en œuvre la stratégie d’intégration professionnelle des Premières Nations et des Inuits, "
              "et susciter des projets pilotes pour l’emploi autochtone."),
            A((7,), "Permettre la formation de petites cohortes, à la mesure des besoins locaux.",
              "Table opérationnelle régionale Éducation–Emploi-Québec"),
        ),
    ),
)  # fmt: skip
