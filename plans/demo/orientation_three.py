"""Orientation 3: fields of intervention, strategies and actions.

Titles and figures come from the PAR 2007-2008 of Bas-Saint-Laurent; the prose is ours.
"""

from .schema import FieldData, OrientationData, StrategyData
from .text import items, prose

ORIENTATION_THREE = OrientationData(
    3,
    "Maximiser la prestation de services aux citoyennes et aux citoyens",
    prose("""
La nouvelle agence réunit l’emploi et la solidarité sociale. Elle doit en tirer, pour les
citoyennes et les citoyens, un continuum de services cohérent, tant dans sa propre organisation
qu’avec ses partenaires.
"""),
    (
        FieldData(
            6,
            prose("""
Assurer un continuum de services dans l’organisation du travail et dans le déploiement de
l’offre de service d’emploi et de solidarité sociale
"""),
            "Mise en situation (constats, observations)",
            prose("""
Les services publics d’emploi et ceux de la solidarité sociale relèvent maintenant tous
d’Emploi-Québec. Le passage à cette nouvelle façon de servir les citoyens se fait dans un climat
de changement.
"""),
            (
                StrategyData(
                    "6.1",
                    prose("""
Porter une attention particulière à la gestion du changement, à la mobilisation et à la
formation du personnel ainsi qu’à l’organisation du travail
"""),
                    items("""
- Réussir en bonne harmonie le déménagement du personnel de la Direction régionale sous un même
  toit.
- Poser les fondements d’un plan de gestion prévisionnelle du personnel.
- Répartir équitablement entre les CLE les ressources humaines, matérielles, financières et
  informationnelles.
- Entreprendre le chantier du plan de convergence consacré à la reddition de compte.
"""),
                ),
                StrategyData(
                    "6.2",
                    prose("""
Assurer une meilleure articulation des interventions en matière d’emploi et de solidarité
sociale
"""),
                    items("""
- Continuer d’instaurer dans les CLE la concertation sans laquelle il n’y a pas de continuum
  entre les services de solidarité sociale et les services d’emploi.
- Resserrer, dans la réalisation des interventions, le travail d’équipe et les communications
  entre les trois Services : emploi, solidarité sociale et aide sociale.
- Poser les fondements d’une politique régionale d’assurance-qualité commune aux Services
  publics d’emploi et à la Solidarité sociale.
"""),
                ),
            ),
        ),
        FieldData(
            7,
            prose("""
Assurer un continuum de services et soutenir la mobilisation des partenaires autour d’objectifs
communs axés sur l’intégration sociale et l’intégration au marché du travail
"""),
            "Mise en situation (constats, observations)",
            prose("""
**Au ministère** : des ententes, des stratégies et des plans d’action sollicitent Emploi-Québec
et influent sur les services qu’elle rend. Pour sa part, la Commission des partenaires du marché
du travail souhaite que la planification prenne appui sur la gestion prévisionnelle de la
main-d’œuvre.

**Dans la région** : la CRÉ, la CAR, la Table interordres et les autres acteurs du développement
ont en commun des enjeux et des défis qui orientent nos interventions.

**Avec les partenaires** : quelque 2 000 entreprises et organismes ont entretenu en 2006-2007
une relation d’affaires avec les CLE, en emploi ou en solidarité sociale. Ce sont notamment :

- les Ressources externes;
- des entreprises de divers secteurs;
- des comités et des tables de concertation;
- les services de santé, les services sociaux et les services communautaires, par des
  partenariats;
- les établissements d’enseignement, les CLD, les SADC et d’autres organismes du milieu.
"""),
            (
                StrategyData(
                    "7.1",
                    prose("""
Consolider la concertation et les ententes partenariales pour accroître l’efficience des
services publics d’emploi
"""),
                    items("""
- Ramener à sa mission le rôle que joue Emploi-Québec auprès des partenaires de l’économie et de
  l’éducation du Bas-Saint-Laurent, comme la CRÉ, le MDEIE, le MELS et la CAR.
- Contribuer, dans les limites de la mission d’Emploi-Québec, à l’application de diverses
  ententes, entre autres sur la forêt, la culture, l’immigration et les biotechnologies marines.
- Prendre part aux travaux de la Table interordres, où tous les ordres d’enseignement sont
  représentés.
- Collaborer au choix des programmes que les collèges offriront pour accueillir des étudiants
  immigrants.
- Siéger au comité interministériel régional chargé des services d’accueil, de référence, de
  conseil et d’accompagnement.
"""),
                ),
                StrategyData(
                    "7.2",
                    prose("""
Assurer un continuum de services entre Emploi-Québec et ses partenaires dans une approche
d’intervention intégrée pour accroître l’efficacité des services
"""),
                    items("""
- Harmoniser avec les partenaires les actions de l’Engagement Jeunesse, dont l’accompagnement
  des 16-17 ans, celui des 18-24 ans et COSMOSS.
- Continuer de bâtir un continuum de services inspiré de COSMOSS et de ses alliances entre
  partenaires, en appliquant les recommandations de la recherche, dont celle d’un nouveau mode
  de fonctionnement.
- Instaurer l’Approche territoriale de lutte à la pauvreté entre Emploi-Québec et ses
  partenaires.
- Lancer avec le Centre régional de santé et de services sociaux une démarche régionale qui
  favorise l’intégration, sociale et au travail, des personnes ayant des problèmes de santé
  mentale.
"""),
                ),
            ),
        ),
    ),
)
