"""Key figures on the economy, placement, the outlook and the territory.

Titles and figures come from the PAR 2007-2008 of Bas-Saint-Laurent; the prose is ours.
"""

from .schema import KeyFigureData

ECONOMY = "Structure économique"
PLACEMENT = "Placement en ligne"
OUTLOOK = "Perspectives et compétences"
TERRITORY = "Territoire et partenaires"

PAR_2_2 = "PAR 2007-2008, section 2.2"
PAR_2_4 = "PAR 2007-2008, section 2.4"
FIELD_1 = "PAR 2007-2008, champ d’intervention 1"
FIELD_7 = "PAR 2007-2008, champ d’intervention 7"
COMPANIES = "Liste des entreprises et commerces (PAR 2007-2008, section 2.2)"
PROSPECTS = "Perspectives professionnelles d’Emploi-Québec (PAR 2007-2008, section 2.4)"

ECONOMY_FIGURES: tuple[KeyFigureData, ...] = (
    KeyFigureData(
        theme=ECONOMY,
        label="Entreprises",
        unit="entreprises",
        decimals=0,
        region="9900",
        region_note="environ",
        source=COMPANIES,
    ),
    KeyFigureData(
        theme=ECONOMY,
        label="Entreprises de 50 employés et plus",
        unit="entreprises",
        decimals=0,
        region="276",
        source=COMPANIES,
    ),
    KeyFigureData(
        theme=ECONOMY,
        label="Emplois du secteur primaire",
        unit="%",
        decimals=0,
        region="9",
        quebec="3",
        source=PAR_2_2,
    ),
    KeyFigureData(
        theme=ECONOMY,
        label="Emplois du secteur de la fabrication",
        unit="%",
        decimals=0,
        region="13",
        quebec="17",
        source=PAR_2_2,
    ),
    KeyFigureData(
        theme=ECONOMY,
        label="Emplois du secteur tertiaire",
        unit="%",
        decimals=0,
        region="73",
        quebec="75",
        source=PAR_2_2,
    ),
    KeyFigureData(
        theme=PLACEMENT,
        label="Employeurs ayant signalé des postes vacants",
        unit="employeurs",
        decimals=0,
        region="1287",
        source=FIELD_1,
        as_of="2005-2006",
    ),
    KeyFigureData(
        theme=PLACEMENT,
        label="Postes vacants signalés",
        unit="postes",
        decimals=0,
        region="8518",
        source=f"{FIELD_1} et section 2.4",
        as_of="2005-2006",
    ),
    KeyFigureData(
        theme=PLACEMENT,
        label="Personnes ayant postulé",
        unit="personnes",
        decimals=0,
        region="2587",
        source=FIELD_1,
        as_of="2005-2006",
    ),
    KeyFigureData(
        theme=PLACEMENT,
        label="Offres d’emploi ayant reçu une candidature",
        unit="offres",
        decimals=0,
        region="4539",
        source=FIELD_1,
        as_of="2005-2006",
    ),
    KeyFigureData(
        theme=PLACEMENT,
        label="Part des postes vacants signalés qui ont été comblés",
        unit="%",
        decimals=1,
        region="42.6",
        quebec="31.8",
        source=FIELD_1,
        as_of="2005-2006",
    ),
    KeyFigureData(
        theme=OUTLOOK,
        label="Nouveaux emplois prévus",
        unit="emplois",
        decimals=0,
        region="4300",
        source=FIELD_1,
        as_of="2006-2010",
    ),
    KeyFigureData(
        theme=OUTLOOK,
        label="Départs à la retraite prévus",
        unit="personnes",
        decimals=0,
        region="12500",
        region_note="de 12 000 à 13 000 selon la section 2.4 (Régie des rentes du Québec)",
        source=FIELD_1,
        as_of="2006-2010",
    ),
    KeyFigureData(
        theme=OUTLOOK,
        label="Personnes qui changeront d’emploi",
        unit="personnes",
        decimals=0,
        region="4000",
        region_note="plus ou moins; mobilité interprofessionnelle",
        source=FIELD_1,
        as_of="2006-2010",
    ),
    KeyFigureData(
        theme=OUTLOOK,
        label="Postes à combler de niveau gestion et professionnel",
        unit="%",
        decimals=1,
        region="20.9",
        source=PROSPECTS,
        as_of="2006-2010",
    ),
    KeyFigureData(
        theme=OUTLOOK,
        label="Postes à combler de niveau technique et intermédiaire",
        unit="%",
        decimals=0,
        region="62",
        region_note="31 % de niveau technique et 31 % de niveau intermédiaire",
        source=PROSPECTS,
        as_of="2006-2010",
    ),
    KeyFigureData(
        theme=OUTLOOK,
        label="Postes à combler de niveau élémentaire",
        unit="%",
        decimals=1,
        region="17.1",
        source=PROSPECTS,
        as_of="2006-2010",
    ),
    KeyFigureData(
        theme=OUTLOOK,
        label="Prestataires de l’assurance-emploi de niveau élémentaire",
        unit="%",
        decimals=0,
        region="23",
        source=PAR_2_4,
    ),
    KeyFigureData(
        theme=OUTLOOK,
        label="Prestataires de l’assurance-emploi de niveau intermédiaire",
        unit="%",
        decimals=0,
        region="37",
        source=PAR_2_4,
    ),
    KeyFigureData(
        theme=TERRITORY,
        label="MRC parmi les 50 plus défavorisées du Québec",
        unit="MRC",
        decimals=0,
        region="6",
        region_note="sur les 8 MRC de la région, selon l’indice Pampalon",
        source="PAR 2007-2008, volet Solidarité sociale, section 3.2",
    ),
    KeyFigureData(
        theme=TERRITORY,
        label="Entreprises et organismes en relation d’affaires avec les CLE",
        unit="entreprises et organismes",
        decimals=0,
        region="2000",
        region_note="quelque 2 000, pour des services d’emploi et de solidarité sociale",
        source=FIELD_7,
        as_of="2006-2007",
    ),
)
