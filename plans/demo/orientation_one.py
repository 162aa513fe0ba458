"""Orientation 1: fields of intervention, strategies and actions.

Titles and figures come from the PAR 2007-2008 of Bas-Saint-Laurent; the prose is ours.
"""

from .schema import FieldData, OrientationData, StrategyData
from .text import items, prose

ORIENTATION_ONE = OrientationData(
    1,
    prose("""
Favoriser la participation au marché du travail et l’emploi du plus grand nombre possible de
Québécoises et de Québécois
"""),
    prose("""
De grands besoins de main-d’œuvre coexistent avec un nombre élevé de chômeurs. Le risque de
rester longtemps sans emploi est plus grand pour les personnes peu scolarisées et pour celles
qui ont peu de qualifications professionnelles ou d’expérience, et certains groupes de la
population y sont plus exposés que d’autres.
"""),
    (
        FieldData(
            1,
            prose("""
Maximiser la contribution des services universels d’information sur le marché du travail et de
placement pour aider les chercheurs d’emploi à s’intégrer au marché du travail et les
entreprises à combler leurs postes vacants
"""),
            "Mise en situation (constats, clientèles)",
            prose("""
- **Des entreprises en recrutement** : en 2005-2006, 1 287 employeurs ont eu recours à Placement
  en ligne pour y signaler 8 518 postes vacants.
- **Des chercheurs d’emploi** : au cours de la même année, 2 587 personnes y ont posé leur
  candidature, pour 4 539 offres.
- **Des postes comblés** : 42,6 % des postes signalés dans la région ont été pourvus, alors que
  la proportion est de 31,8 % dans l’ensemble du Québec. Les postes affichés demandent surtout
  des compétences élémentaires et intermédiaires, tandis que les candidats inscrits sont plus
  scolarisés : l’équilibre n’y est pas.
- **Perspectives professionnelles 2006-2010** : 4 300 emplois nouveaux, 12 500 départs à la
  retraite et plus ou moins 4 000 personnes qui changeront d’emploi (mobilité
  interprofessionnelle).
- **Le chômage frictionnel** : pour le combattre, il faut que l’information circule mieux, car
  elle rapproche les postes vacants de ceux qui cherchent du travail.
"""),
            (
                StrategyData(
                    "1.1",
                    prose("""
Diversifier les modes et lieux d’accès à l’IMT (information sur le marché du travail)
"""),
                    items("""
- Concevoir, à partir de la liste d’entreprises, un produit d’information par secteur, par
  exemple un bottin ou une description de la structure de l’emploi.
- Faire circuler le document audiovisuel des sessions d’IMT.
- Affermir la place de l’IMT dans l’offre de service d’Emploi-Québec.
- Amener les CLE à participer davantage au projet LIC et à la phase 2 d’IMT en ligne.
"""),
                ),
                StrategyData(
                    "1.2",
                    prose("""
Favoriser l’utilisation des services en ligne d’IMT et de Placement, autant chez les chercheurs
d’emploi que chez les entreprises
"""),
                    items("""
- Adopter une stratégie locale de promotion du Placement en ligne, pour que les personnes et les
  entreprises y recourent en plus grand nombre.
- Encourager l’affichage de postes exigeant plus de scolarité, afin de mieux répondre au profil
  des candidats inscrits au Placement en ligne.
- Encourager l’inscription de candidats moins scolarisés, afin de mieux répondre au profil des
  postes affichés au Placement en ligne.
- Étendre la présence régionale du Placement en ligne en visant des réseaux comme l’éducation et
  la santé.
"""),
                ),
            ),
        ),
        FieldData(
            2,
            prose("""
Intervenir auprès des demandeurs de prestations et des prestataires prêts à occuper un emploi
pour favoriser leur insertion rapide en emploi
"""),
            "Mise en situation (constats, clientèles)",
            prose("""
- **Prestataires de l’assurance-emploi** : d’octobre 2005 à septembre 2006, ils étaient 14 878
  en moyenne, dont la moitié travaillent de façon saisonnière. Une aide à la recherche d’emploi
  pourrait être utile à plusieurs d’entre eux, pour un travail occasionnel, à temps partiel, sur
  appel ou autre.
- **Prestataires de l’aide financière de dernier recours** : on dénombrait 11 047 adultes en
  juin 2006. Parmi eux, 3 405 étaient sans contraintes à l’emploi, soit 30,8 %; d’une MRC à
  l’autre, cette proportion va de 26 % à 38,4 %. Seulement 1 673 personnes de ce groupe
  reçoivent l’aide depuis moins de deux ans.
"""),
            (
                StrategyData(
                    "2.1",
                    prose("""
Poursuivre le repérage des personnes qui risquent une prolongation inutile de la durée de leurs
prestations, l’exclusion et la pauvreté
"""),
                    items("""
- Affermir le service d’Emploi-Québec chargé de l’accueil, de l’évaluation et de la référence.
- Créer des liens avec le ministère de l’Éducation, du Loisir et du Sport, qui offre lui aussi
  un service d’accueil, de référence, de conseil et d’accompagnement.
- Reconduire les ententes administratives par lesquelles Service Canada dirige vers nous des
  prestataires de l’assurance-emploi.
"""),
                ),
                StrategyData(
                    "2.2",
                    prose("""
Fournir une assistance à la recherche active d’emploi aux personnes prêtes à intégrer le marché
du travail
"""),
                    items("""
- Mettre à jour, selon les besoins changeants de la clientèle, les ententes de services conclues
  avec les Ressources externes pour l’aide à la recherche active d’emploi, et y préciser ce qui
  est attendu d’elles pour atteindre les objectifs et les cibles d’Emploi-Québec.
- Offrir aux personnes qui nous sont référées des sessions d’information sur le marché du
  travail.
"""),
                ),
            ),
        ),
        FieldData(
            3,
            prose("""
Aider les personnes en situation de sous-emploi, d’exclusion et de pauvreté ou à risque de
l’être dans leur parcours d’intégration sociale et/ou d’intégration au marché du travail
"""),
            "Mise en situation (constats, clientèles)",
            prose("""
Groupes démographiques ciblés :

- les jeunes, en particulier ceux qui n’ont pas de diplôme d’études secondaires et qui recourent
  souvent à l’assistance-emploi (1 745 sont âgés de 18 à 29 ans);
- les femmes, dont les responsables de famille monoparentale (928 à l’assistance-emploi);
- les personnes de 45 ans et plus, surtout lorsqu’elles perdent leur emploi;
- les personnes immigrées depuis peu et prestataires de l’aide financière de dernier recours,
  quelle que soit leur scolarité;
- les personnes handicapées;
- les personnes judiciarisées.

Dans ces groupes, beaucoup ont une faible scolarité, peu de qualifications professionnelles ou
peu d’expérience du travail, et plusieurs dépendent des régimes de soutien du revenu.

S’y ajoutent les chômeurs de longue durée, que ces personnes aient été licenciées, qu’elles
reçoivent l’assurance-emploi ou qu’elles n’aient aucun soutien public du revenu. S’y ajoutent
aussi les prestataires de l’aide financière de dernier recours qui présentent des contraintes
sévères à l’emploi : ils sont 4 941 sur 11 047, soit 44,7 %.
"""),
            (
                StrategyData(
                    "3.1",
                    prose("""
Faire évoluer l’offre de service et les interventions auprès des personnes dont les besoins sont
orientés vers l’emploi
"""),
                    items("""
- Bien connaître la clientèle, l’évolution de son profil et celle de ses besoins.
- Conclure avec Service Canada, les commissions scolaires, les Ressources externes et d’autres
  partenaires des ententes de service qui visent l’intégration en emploi des personnes.
- Implanter le programme Alternative Jeunesse et l’intervention globale qu’il met de l’avant.
- Lancer des projets destinés aux travailleurs forestiers âgés.
- Offrir aux personnes immigrantes des services d’employabilité et d’intégration en emploi.
"""),
                ),
                StrategyData(
                    "3.2",
                    prose("""
Faire évoluer l’offre de service et les interventions auprès des personnes dont les besoins sont
orientés vers l’aide à la personne et à son insertion sociale
"""),
                    items("""
- Ouvrir la porte à toute voie nouvelle d’insertion sociale qui se rattache au Programme d’aide
  et d’accompagnement social.
- Convenir avec des organismes du milieu (établissements d’enseignement, réseau de la santé,
  intervenants externes et autres partenaires) d’ententes de service et de collaboration
  touchant l’intégration sociale.
- Bâtir une approche territoriale de lutte à la pauvreté.
"""),
                ),
                StrategyData(
                    "3.3",
                    prose("""
Renforcer l’accompagnement des personnes pour accroître leur mobilisation et la réussite de leur
intégration sociale ou professionnelle
"""),
                    items("""
- Définir avec précision ce qui est attendu de l’accompagnement offert aux personnes tout au
  long de leur parcours vers l’emploi ou l’insertion sociale.
- Rehausser au besoin, dans toutes les ententes de services conclues avec nos partenaires et les
  Ressources externes, la part d’accompagnement que comportent les activités.
"""),
                ),
            ),
        ),
    ),
)
