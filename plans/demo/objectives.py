"""Management objectives, conformity action plan and footnotes (Solidarité sociale).

Titles and figures come from the PAR 2007-2008 of Bas-Saint-Laurent; the prose is ours.
"""

from .schema import ConformityActionData, ObjectiveData
from .text import items, prose

OBJECTIVES: tuple[ObjectiveData, ...] = (
    ObjectiveData(
        1,
        "Simplifier le processus administratif",
        items("""
- Appliquer les allègements proposés afin que l’administration soit plus simple.
"""),
    ),
    ObjectiveData(
        2,
        "Administrer l’assistance financière avec rigueur, équité et efficience",
        items("""
- Participer aux programmes d’assurance-qualité, dont on attend une meilleure gestion de la
  performance de l’organisation.
- Participer à l’implantation d’un outil nouveau qui repère les clientèles auprès desquelles une
  intervention en gestion de l’aide financière est souhaitable.
"""),
    ),
    ObjectiveData(
        3,
        prose("""
Favoriser l’engagement de l’ensemble de la société à l’endroit de la lutte contre la pauvreté et
l’exclusion sociale
"""),
        items("""
- Dans les territoires de CLE de la région qui figurent parmi les 50 plus défavorisés du Québec,
  prendre les moyens nécessaires pour que naissent des stratégies locales contre la pauvreté et
  l’exclusion sociale, fidèles à l’approche territoriale intégrée.
"""),
    ),
    ObjectiveData(
        4,
        prose("""
Poursuivre la mise en œuvre de la réforme du Régime québécois de sécurité du revenu
"""),
        items("""
- Achever la mise en place des programmes et mesures, comme Alternative Jeunesse, que prévoient
  la Loi sur l’aide aux personnes et aux familles ou son règlement d’application et qui entrent
  en vigueur après le 1er janvier 2007.
- Achever la mise en place du Programme d’aide et d’accompagnement social : continuer de
  déployer le programme Devenir, puis lancer les programmes Interagir et Réussir.
"""),
    ),
)

CONFORMITY_ACTIONS: tuple[ConformityActionData, ...] = (
    ConformityActionData(
        1,
        prose("""
Rester au fait du projet FIC[^3] 2007-2008 « Optimisation de la conformité dans un CLE » et, si
l’occasion se présente, y faire réaliser certains des travaux que le comité a désignés :

- s’informer de l’avancement du projet et de ses constats;
- faire profiter les autres CLE de l’effet mobilisateur et des avantages observés dans le CLE
  participant;
- pour SIRAD[^4], étudier la possibilité de recourir à la chargée de projet au moment de
  l’implantation régionale;
- pour la démarche progressive en conformité, voir si le projet permet de reconsidérer l’utilité
  et le contenu des formulaires en fonction de l’implantation de SIRAD, par exemple pour ne pas
  inscrire deux fois la même information; le comité jugera aussi de l’à-propos d’un nouveau
  suivi de cette démarche.
"""),
    ),
    ConformityActionData(
        2,
        prose("""
Préparer l’implantation de la liste mensuelle SIRAD pour une intervention intégrée :

- choisir, au moment du déploiement, la stratégie d’implantation et y associer la personne qui a
  pris part au projet FIC 2006-2007 sur ce sujet, de même que celle du projet FIC 2007-2008;
- saisir cet élan pour mobiliser les intervenants en conformité;
- encourager le recours à cet outil, qui peut amener des références en enquête et des résultats
  en conformité.
"""),
    ),
    ConformityActionData(
        3,
        prose("""
Surveiller toujours de près l’évolution de la banque d’enquêtes :

- analyser le nombre de références en enquête et poser un diagnostic;
- adopter une stratégie qui permette à la banque d’enquêtes de croître;
- tenir un remue-méninges sur les raisons de son faible niveau.
"""),
    ),
    ConformityActionData(
        4,
        prose("""
Évaluer s’il convient d’élargir le comité au volet Conformité-Emploi, pour que les activités
d’emploi fassent plus de place à la conformité :

- bien connaître les consignes du réseau sur l’échange de renseignements entre les modules, et
  s’enquérir des possibilités et de l’évolution à venir des dossiers;
- établir une politique sur le recours aux enquêteurs dans les dossiers d’emploi.
"""),
    ),
    ConformityActionData(
        5,
        prose("""
Examiner les possibilités d’un traitement spécialisé, notamment pour :

- l’enregistrement des réclamations;
- l’analyse d’une fiche de crédit;
- les dénonciations;
- d’autres tâches de même nature.
"""),
    ),
    ConformityActionData(
        6,
        prose("""
Maîtriser le ou les modèles qui servent au suivi des attentes.
"""),
    ),
    ConformityActionData(
        7,
        prose("""
Recenser les outils de suivi des interventions et des résultats, et apprendre à s’en servir.
"""),
    ),
    ConformityActionData(
        8,
        prose("""
Susciter l’engagement de tous les intervenants, qu’ils soient gestionnaires, chefs d’équipe,
agents ou enquêteurs, par exemple comme suit :

- proposer aux équipes locales de se réunir régulièrement au sujet de la conformité (prise de
  connaissance des résultats et des décisions de révision, échanges, discussions de cas, etc.),
  en présence de l’enquêteur attitré au CLE;
- rappeler combien les échanges entre le gestionnaire et le chef d’équipe sont importants; l’une
  des habitudes à prendre est de consulter la liste Sominter, sommaire cumulatif des
  interventions intégrées faites par les agents, pour vérifier que chacun contribue
  équitablement (examen, constat, questionnements);
- réaffirmer la responsabilité de contrôle du chef d’équipe (MANI 20.8) : il suit le plan
  d’action local, vérifie la quantité et la qualité des interventions au moyen de deux listes
  reçues régulièrement par le CLE, « Suivi mensuel des interventions réalisées » et « Dossiers
  avec incohérences traitées et non traitées », et s’assure, par le contrôle a priori, de la
  qualité des décisions;
- prendre acte de l’intention des autorités de mettre fin au contrôle a posteriori tel qu’il se
  pratique, au profit de l’échantillonnage que prévoit le système;
- en accompagnement, faire valoir que le contrôle, celui des transactions comme les autres,
  permet de diagnostiquer les connaissances et les habiletés des membres de l’équipe et de
  préciser ainsi les besoins de mise à niveau, individuels ou collectifs.
"""),
    ),
    ConformityActionData(
        9,
        prose("""
Établir des liens avec les travaux d’assurance-qualité menés dans la région et ailleurs dans le
réseau.
"""),
    ),
    ConformityActionData(
        10,
        prose("""
Aider les gestionnaires qui en ont besoin à faire entrer la conformité dans le mode
d’organisation de leur CLE.
"""),
    ),
    ConformityActionData(
        11,
        prose("""
Déterminer s’il faut former à la prise de dénonciation les gestionnaires à qui l’organisation
locale confie cette étape.
"""),
    ),
    ConformityActionData(
        12,
        prose("""
Encourager la naissance de projets locaux, c’est-à-dire d’activités propres à la conformité.
"""),
    ),
    ConformityActionData(
        13,
        prose("""
Veiller enfin à ce qu’un volume suffisant d’activités soit réalisé : la stratégie repose d’abord
sur des actions ciblées, mais une part d’approche aléatoire la complète et donne les meilleures
chances d’atteindre, voire de dépasser, les cibles que la région a reçues.
"""),
    ),
)

FOOTNOTES: tuple[tuple[str, str], ...] = (
    (
        "1",
        prose("""
Loi sur l’aide aux personnes et aux familles : en vigueur depuis le 1er janvier 2007, elle
succède à la Loi sur le soutien du revenu et favorisant l’emploi et la solidarité sociale et
apporte une réforme du Régime québécois de sécurité du revenu.
"""),
    ),
    ("2", "LSCD : Libre-service compte de dépense, de SAGIR."),
    ("3", "FIC : Fonds d’initiatives en conformité."),
    (
        "4",
        prose("""
SIRAD : Système interactif de repérage et d’analyse des dossiers, nouveau nom de la version Web.
"""),
    ),
    (
        "5",
        prose("""
COSMOSS : Communauté ouverte et solidaire pour un monde scolarisé et en santé.
"""),
    ),
)
