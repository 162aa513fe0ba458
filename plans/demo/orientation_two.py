"""Orientation 2: fields of intervention, strategies and actions.

Titles and figures come from the PAR 2007-2008 of Bas-Saint-Laurent; the prose is ours.
"""

from .schema import FieldData, OrientationData, StrategyData
from .text import items, prose

ORIENTATION_TWO = OrientationData(
    2,
    prose("""
Contribuer à l’amélioration de la productivité et de la capacité d’adaptation des entreprises
aux changements, notamment démographiques et commerciaux
"""),
    prose("""
Pour rester compétitives, les entreprises doivent composer avec l’évolution de l’environnement,
des technologies et des marchés. Le vieillissement de la population ajoute à ces défis : il leur
faudra revoir leurs pratiques de gestion si elles veulent recruter, garder et former leur
personnel, et préparer la relève de leur direction.
"""),
    (
        FieldData(
            4,
            prose("""
Assurer une meilleure adéquation de l’offre de main-d’œuvre aux besoins du marché du travail par
l’amélioration des qualifications de la main-d’œuvre et des mécanismes de reconnaissance des
compétences
"""),
            "Mise en situation (observations, constats)",
            prose("""
**Perspectives professionnelles** : de 2006 à 2010, les postes à pourvoir seront de niveau
technique dans 31 % des cas et de niveau intermédiaire dans une même proportion de 31 %. Or, la
scolarité de 64 % des personnes à l’assistance-emploi est de niveau élémentaire ou
intermédiaire.

**Exemples de compétences recherchées** : ouvriers de carrières et ouvriers de production en
usine, dans plusieurs domaines; agriculture, foresterie et métallurgie; transformation du bois
et des aliments; éducation et santé; vente; technologies de l’information; métiers de la
construction; etc.
"""),
            (
                StrategyData(
                    "4.1",
                    prose("""
Identifier les besoins en main-d’œuvre et les qualifications professionnelles recherchées par
les employeurs et prioriser le développement de celles-ci
"""),
                    items("""
- Appuyer la concertation sectorielle en faveur du développement de l’emploi, par exemple dans
  une Table locale formation-emploi ou une Table immigration-emploi.
- Faire connaître, pour chaque MRC, les professions en demande et celles où le recrutement est
  difficile (Zoom professions, sessions pour groupes ciblés, etc.).
- Ouvrir la Mesure de formation aux chômeurs saisonniers désireux de réorienter leur carrière,
  de façon à pourvoir des postes libres dans d’autres secteurs.
- Proposer la Mesure de formation à des travailleurs qui, malgré leurs compétences, se trouvent
  en situation de sous-emploi.
- Créer les mécanismes d’une offre de formation régionale, puisque certaines formations
  demandées par le marché du travail sont difficiles à organiser à l’échelle locale.
"""),
                ),
            ),
        ),
        FieldData(
            5,
            prose("""
Développer la productivité et la rentabilité des entreprises en les aidant à améliorer leur
gestion des ressources humaines et la formation de leur personnel afin d’augmenter leur taux de
survie, de maintenir les emplois existants et de soutenir la création de nouveaux emplois
"""),
            "Mise en situation (observations, constats)",
            prose("""
Recruter devient difficile et la population vieillit : les entreprises ont besoin de plus de
compétence en gestion des ressources humaines.

La Loi favorisant le développement de la formation de la main-d’œuvre a été modifiée, et ces
changements montrent qu’il reste à convaincre les petites et moyennes entreprises de la valeur
d’un investissement en formation.

**Des secteurs plus fragiles** : l’industrie forestière et le sciage éprouvent des difficultés.
La hausse du dollar canadien touche en outre le tourisme et les entreprises qui exportent, par
exemple dans la tourbe, le papier, le meuble, le vêtement et les produits électriques.

**Des projets créateurs d’emplois** : agroalimentaire, deuxième transformation du bois,
métallurgie, domaine maritime, technologies de l’information, projets éoliens et diamantaires.
"""),
            (
                StrategyData(
                    "5.1",
                    prose("""
Consolider l’offre de service intégrée aux entreprises, notamment par un accompagnement plus
soutenu
"""),
                    items("""
- Soutenir les équipes des services aux entreprises en agissant sur l’organisation du travail et
  le développement des compétences, et faire connaître aux partenaires ce qui distingue l’offre
  d’Emploi-Québec aux entreprises.
- Procurer aux petites entreprises des outils de GRH à leur mesure, y compris ceux que proposent
  certains comités sectoriels.
- Déployer avec le CRPMT le Cadre général de développement et de reconnaissance des compétences,
  et réaliser le Programme d’apprentissage en milieu de travail dans les métiers jugés
  prioritaires.
- Donner la priorité, avec l’appui du CRPMT, à des activités menées avec certains comités
  sectoriels de main-d’œuvre dans les secteurs choisis.
"""),
                ),
                StrategyData(
                    "5.2",
                    prose("""
Afficher une approche proactive auprès d’entreprises, particulièrement dans les secteurs
priorisés, par la mise en place de mécanismes de veille et d’accompagnement
"""),
                    items("""
- Repérer les entreprises qui peinent à recruter et celles où des emplois sont menacés, puis
  leur offrir l’accompagnement qui leur convient.
- Convenir d’une façon de suivre les entreprises qui reçoivent la mesure Subventions salariales,
  volet insertion en emploi, pour que les personnes embauchées le restent durablement.
"""),
                ),
            ),
        ),
    ),
)
