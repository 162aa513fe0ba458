"""Territories of regions 10 to 17 in the territorial plan 2020-2022; region 11 counts as two."""

from plans.demo.territorial_schema import ActionData as A
from plans.demo.territorial_schema import PlaceData

PLACES: tuple[PlaceData, ...] = (
    PlaceData(
        "Nord-du-Québec", "nord-du-quebec", "10",
        (
            (2, "Soutenir le développement et la diversification économiques"),
            (3, "Agir pour offrir des conditions de vie favorables et des milieux de vie stimulants et sécuritaires "
             "afin d’améliorer le développement global ainsi que la santé et le bien-être de la population"),
        ),
        (
            A((2,), "Réunir en une cellule de concertation les organismes qui aident les entreprises à innover ou à "
              "changer de modèle d’affaires."),
            A((2,), "Animer un cercle de gestion où les employeurs de la région partagent leurs façons de faire, "
              "surtout en ressources humaines."),
            A((2,), "Coordonner le Rendez-vous des employeurs du Nord-du-Québec, journée d’ateliers et de conférences "
              "sur la gestion du personnel.", targets=((None, 1, "journée", ""),)),
            A((3,), "Mettre en valeur la profession d’éducatrice et d’éducateur à la petite enfance et appuyer le "
              "comité régional sur les services de garde.", "Comité régional sur les services de garde"),
            A((3,), "Aider à financer le projet « Dénicher un étudiant », qui garde le lien avec les jeunes partis "
              "étudier ailleurs, pour qu’ils reviennent en stage, en emploi d’été ou pour de bon.",
              source_note="La source imprime « Dénoncer un étudiant », sans doute par erreur : lu « Dénicher ». "
              "À confirmer."),
        ),
    ),
    PlaceData(
        "Gaspésie", "gaspesie", "11",
        (
            (2, "Soutenir la lutte contre la pauvreté et l’exclusion sociale"),
            (5, "Participer au développement économique et à la création d’emplois"),
        ),
        (
            A((2,), "Documenter ce que vivent les minorités linguistiques et culturelles de la région et en tirer des "
              "solutions pour leur accès à l’emploi.",
              "Committee for Anglophone Social Action, Nations autochtones"),
            A((5,), "Mettre en place le projet « Mon emploi en sol québécois », qui favorise l’établissement en région "
              "de personnes immigrantes.",
              "Fédération des chambres de commerce du Québec, chambres de commerce locales"),
            A((5,), "Prendre part à la stratégie « Vivre en Gaspésie », qui attire des travailleurs dans la région."),
            A((5,), "Créer des instances locales où les entreprises se concertent, partagent leurs pratiques et font "
              "connaître les compétences qu’elles cherchent."),
        ),
        mrcs=("020", "030", "040", "050", "060"),
    ),
    PlaceData(
        "Îles-de-la-Madeleine", "iles-de-la-madeleine", "11",
        ((3, "Consolider et diversifier l’économie"),),
        (
            A((3,), "Contribuer à la réflexion, à la mise en œuvre et au financement de la stratégie d’attraction des "
              "personnes aux Îles."),
            A((3,), "Former les entreprises aux bonnes pratiques de gestion des ressources humaines, pour attirer et "
              "garder leur personnel.", "Table de concertation en ressources humaines des Îles"),
        ),
        mrcs=("010",),
    ),
    PlaceData(
        "Chaudière-Appalaches", "chaudiere-appalaches", "12",
        (
            (9, "Soutenir les entreprises dans leurs accès à une main-d’œuvre de qualité et en nombre suffisant pour "
             "combler les besoins du marché du travail"),
            (13, "Lutter contre la pauvreté et l’exclusion sociale"),
        ),
        (
            A((9,), "Tenir avec les élus municipaux trois webinaires sur le marché du travail, les services offerts "
              "aux entreprises et les façons de mieux se compléter.", "Élus municipaux",
              targets=((None, 3, "webinaires", ""),)),
            A((9,), "Faire connaître « Formons la différence » et ses quelque 400 formations à temps partiel.",
              "Organismes publics de formation"),
            A((13,), "Réaliser le projet « Aide à l’intégration et au maintien en emploi »."),
            A((13,), "Soutenir, par une entente, l’accès et le maintien en emploi de personnes qui vivent un problème "
              "de santé mentale, psychosocial ou de dépendance.", "CISSS de Chaudière-Appalaches"),
        ),
    ),
    PlaceData(
        "Laval", "laval", "13",
        (
            (2, "Stimuler la vitalité sociale dans une perspective d’intégration et d’inclusion des personnes"),
            (3, "Assurer une vigie permettant la collecte et la diffusion des données en matière de développement "
             "social à Laval"),
        ),
        (
            A((2,), "Ouvrir à des personnes vulnérables et sans emploi la formation de préposé aux bénéficiaires, et "
              "les accompagner jusqu’à l’emploi."),
            A((3,), "Diffuser des données socioéconomiques qui éclairent les décisions et informent la population."),
        ),
    ),
    PlaceData(
        "Lanaudière", "lanaudiere", "14",
        (
            (2, "Assurer une réponse adéquate aux défis de la pénurie de main-d’œuvre, notamment par le développement "
             "d’une stratégie régionale d’attraction et de rétention de main-d’œuvre, l’intégration adéquate des "
             "travailleurs immigrants (en entreprise et dans la communauté), le recours à la mutualisation des "
             "ressources, l’intégration en emploi des personnes d’expérience et la valorisation des métiers"),
        ),
        (
            A((2,), "Trouver avec les partenaires de la région des solutions pour les professions difficiles à "
              "pourvoir."),
            A((2,), "Tenir un salon de l’emploi régional virtuel qui réunit employeurs, chercheurs d’emploi et "
              "ressources externes.", "Partenaires de la région",
              targets=((2021, 1, "salon", "2021-03-31"),),
              source_note="La source dit « à l’hiver 2021 » : le dernier jour de l’hiver budgétaire est retenu."),
            A((2,), "Repérer les métiers traditionnellement masculins qui offrent de bonnes perspectives et les faire "
              "connaître aux femmes qui s’orientent vers une formation."),
        ),
    ),
    PlaceData(
        "Laurentides", "laurentides", "15",
        (
            (2, "Valoriser les éléments distinctifs des Laurentides afin d’en rehausser le pouvoir d’attractivité et "
             "de susciter la fierté de ses citoyens"),
        ),
        (
            A((2,), "Collaborer à la deuxième campagne « Laurentides en emploi », dont les capsules vidéo montrent des "
              "emplois, des milieux de vie et des entreprises des MRC."),
            A((2,), "Réaliser le plan d’action de la table régionale emploi-immigration, pour attirer, intégrer et "
              "garder des travailleurs immigrants.", "Table régionale emploi-immigration des Laurentides",
              "2020-01-01", "2022-12-31"),
        ),
    ),
    PlaceData(
        "Montérégie", "monteregie", "16",
        ((4, "Miser sur une main-d’œuvre compétente et sur la relève entrepreneuriale"),),
        (
            A((4,), "Contribuer aux projets que l’entente sectorielle pour l’économie et la main-d’œuvre a jugés "
              "prioritaires.", "Entente sectorielle 2020-2023", "2020-01-01", "2023-12-31"),
            A((4,), "Réaliser, avec le conseil régional, le plan sur les formations et les professions prioritaires, "
              "dont le recrutement et l’accompagnement de personnes immigrantes.",
              "Conseil régional des partenaires du marché du travail", "2019-01-01", "2021-12-31"),
        ),
    ),
    PlaceData(
        "Centre-du-Québec", "centre-du-quebec", "17",
        (
            (2, "Attirer des travailleurs pour assurer la croissance et l’avenir de la région"),
            (4, "Valoriser le milieu agricole"),
        ),
        (
            A((2,), "Contribuer à la démarche « Mission main-d’œuvre », qui finance des projets de main-d’œuvre issus "
              "d’une entente sectorielle.",
              "Ministère des Affaires municipales et de l’Habitation, MRC, Table des MRC"),
            A((2,), "Proposer aux employeurs des événements virtuels qui les aident à pourvoir leurs postes."),
            A((4,), "Renouveler l’entente qui aide les personnes intéressées à trouver un emploi en agriculture.",
              "Centre d’emploi agricole"),
            A((4,), "Conclure une entente de services qui soutient la formation continue du personnel agricole.",
              "Fédération de l’UPA du Centre-du-Québec"),
        ),
    ),
)  # fmt: skip
