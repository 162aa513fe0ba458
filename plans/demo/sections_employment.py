"""Signatories, headings and sections of the employment part.

Titles and figures come from the PAR 2007-2008 of Bas-Saint-Laurent; the prose is ours.
"""

from .schema import HeadingData, SectionData, SignatoryData
from .text import prose

SIGNATORIES: tuple[SignatoryData, ...] = (
    SignatoryData("Pierre Robitaille", "Directeur régional"),
    SignatoryData(
        "Alain Harrisson",
        "Président du Conseil régional des partenaires du marché du travail",
    ),
)

EMPLOYMENT_HEADINGS: tuple[HeadingData, ...] = (
    HeadingData(
        "employment",
        "2.2",
        prose("""
Principales données illustrant la situation du Bas-Saint-Laurent par rapport à celle du Québec
"""),
    ),
    HeadingData("employment", "7", "Les ressources financières et humaines"),
)

EMPLOYMENT_SECTIONS: tuple[SectionData, ...] = (
    SectionData(
        "employment",
        "foreword",
        "",
        "Avant-propos",
        prose("""
Née du regroupement administratif de l’ancienne agence du même nom et de l’agence de la Sécurité
du revenu, la nouvelle agence Emploi-Québec fait partie du ministère de l’Emploi et de la
Solidarité sociale. Deux ensembles de services publics lui sont désormais confiés : d’une part,
les services d’emploi, soit les mesures et les services destinés aux personnes et aux
entreprises; d’autre part, les services de solidarité sociale, qui réunissent l’aide financière
de dernier recours et l’accompagnement des personnes vers l’insertion sociale et
socioprofessionnelle.

Sa raison d’être est de faire progresser l’emploi, de développer la main-d’œuvre et de combattre
le chômage, la pauvreté et l’exclusion, en cherchant un développement qui soit à la fois
économique et social.

De cette gestion unifiée, nous attendons un meilleur usage des ressources disponibles pour mener
vers l’emploi les prestataires de l’aide de dernier recours et les personnes que le marché du
travail défavorise. Trois leviers y concourront : un continuum de services tourné vers l’emploi,
des interventions mieux arrimées entre l’emploi et la solidarité sociale, ainsi que des réponses
plus satisfaisantes et mieux ajustées à ce que demande la clientèle.

Le présent plan d’action régional expose la part que les services publics d’emploi
d’Emploi-Québec Bas-Saint-Laurent prendront, en 2007-2008, à l’accomplissement de cette mission.

Le masculin est employé à seule fin d’alléger la lecture; lorsque le contexte s’y prête, il
désigne sans discrimination les femmes et les hommes.
"""),
    ),
    SectionData(
        "employment",
        "mission",
        "1",
        "La mission, les clientèles et les services d’Emploi-Québec",
        prose("""
### La mission

Développer l’emploi et la main-d’œuvre, faire reculer le chômage, la pauvreté et l’exclusion, et
le faire au bénéfice du développement économique et social : voilà le mandat d’Emploi-Québec.

L’agence tient le travail pour le moyen privilégié de sortir de la pauvreté. Pour les personnes
qui en sont capables, il est la voie de l’autonomie financière et de l’insertion sociale. Elle
juge aussi indispensable que ces personnes soient les plus nombreuses possible à participer au
marché du travail. C’est à cette condition que le Québec pourra répondre à la faible croissance
et au vieillissement de sa population, c’est-à-dire préserver son niveau de vie, maintenir
l’équilibre entre l’offre et la demande de main-d’œuvre et conserver les moyens publics de
financer les programmes sociaux et de soutenir les plus démunis.

### Les services et les clientèles

Des services universels sont accessibles à toute la population et à toutes les entreprises. Des
services d’emploi spécialisés s’y ajoutent pour deux clientèles : les entreprises aux prises
avec des difficultés de main-d’œuvre et les personnes en mesure d’entreprendre une démarche qui
les mènera, à terme, à obtenir un emploi ou à conserver le leur.

Par ses services de solidarité sociale, l’agence verse en outre une aide financière de dernier
recours aux personnes dépourvues de ressources. Celles qui ne sont pas prêtes à se diriger tout
de suite vers l’emploi peuvent, elles, compter sur une aide à l’insertion sociale et
socioprofessionnelle.
"""),
    ),
    SectionData(
        "employment",
        "portrait",
        "2",
        "Les grandes caractéristiques du marché du travail de la région",
        prose("""
Le Bas-Saint-Laurent s’étend sur la rive sud du fleuve, entre la région de la
Chaudière-Appalaches et celle de la Gaspésie–Îles-de-la-Madeleine. Il compte huit MRC :
Kamouraska, Rivière-du-Loup, Témiscouata, Les Basques, Rimouski-Neigette, La Mitis, Matane et La
Matapédia.

La région perd des habitants. Son marché du travail, vu à grands traits, avance à deux
vitesses : des secteurs performants y voisinent avec des secteurs qui stagnent; des employeurs
peinent à recruter alors que les prestataires de l’assurance-emploi et de l’assistance-emploi
demeurent nombreux; une main-d’œuvre qualifiée y côtoie des personnes très éloignées de
l’emploi. La vigueur de ce marché et les traits propres à certains groupes de la population
déterminent à la fois l’ampleur et la nature des interventions demandées au personnel
d’Emploi-Québec.
"""),
    ),
    SectionData(
        "employment",
        "market",
        "2.1",
        "Le marché du travail du Bas-Saint-Laurent en 2006",
        prose("""
### Une séquence favorable

En 2006, la région comptait {{chiffre-cle:emploi.region}} emplois. C’est 1 600 de plus qu’un an auparavant, et cela
malgré la fragilité de l’industrie forestière. Le seuil des 90 000 emplois est ainsi dépassé
trois années de suite. Pendant ces trois mêmes années, le taux de chômage est resté inférieur à
10 %, même si la population active a augmenté de 2,3 %; il avait varié entre 10 % et 11 % durant
les cinq années qui ont précédé 2004. Jamais l’économie régionale n’avait connu une aussi bonne
période.

Au cours des onze dernières années, l’emploi a progressé sans interruption au Québec, où il
s’est créé plus de 648 700 emplois. Le Bas-Saint-Laurent a suivi une trajectoire plus
irrégulière, l’emploi n’y ayant augmenté qu’en 1999, 2001, 2003, 2004 et 2006. Le bilan de la
période s’établit malgré tout à un peu plus de 10 900 emplois, et les résultats des dernières
années ont permis à la région de réduire l’écart qui sépare ses indicateurs de ceux du Québec.

### Des fragilités qui demeurent

Cette vitalité ne doit pas faire oublier certaines faiblesses, que la comparaison avec le Québec
fait ressortir. La région abrite 2,8 % de la population québécoise, mais n’offre que 2,4 % des
emplois; elle réunit en revanche 5,3 % des prestataires de l’assurance-emploi. Les ressources
agricoles et forestières y tiennent une grande place, les télécommunications y dominent et les
nouvelles technologies de l’information et des communications y croissent fortement; la
technopole maritime, les projets éoliens, les biotechnologies et le tourisme complètent ce
tableau.

### Des différences d’une MRC à l’autre

Le marché du travail ne se comporte pas partout de la même manière. Deux mesures permettent de
le constater : le nombre de prestataires de l’assurance-emploi et le taux d’assurance-emploi,
c’est-à-dire la part, en pourcentage, que représentent les prestataires actifs de ce régime dans
la population âgée de 15 à 64 ans.

D’octobre 2005 à septembre 2006, le Bas-Saint-Laurent a compté en moyenne
{{chiffre-cle:prestataires-de-lassurance-emploi.region}} prestataires.
La hausse a été forte dans La Matapédia et au Témiscouata, et très légère dans Rivière-du-Loup
et Les Basques. Les autres MRC ont connu une baisse, plus marquée dans Rimouski-Neigette et dans
Matane.

Le taux régional atteint {{chiffre-cle:taux-dassurance-emploi.region}}, alors que celui du Québec
est de {{chiffre-cle:taux-dassurance-emploi.quebec}}. Les taux les plus
élevés se trouvent dans des MRC rurales où les activités liées aux ressources naturelles,
notamment la foresterie, occupent plus de place : La Matapédia (15,2 %), Matane (14,6 %), Les
Basques (12,5 %) et Témiscouata (12,1 %). La Mitis (10,8 %) se situe près de la moyenne
régionale. Rimouski-Neigette (9,1 %), Rivière-du-Loup (8,8 %) et Kamouraska (8,5 %) affichent
des taux plus bas. En poussant l’examen jusqu’à la dépendance de la population envers les
régimes de soutien du revenu ou à la présence de secteurs performants ou vulnérables, on
retrouve entre les MRC des disparités économiques qui ne se résorbent pas.
"""),
    ),
    SectionData(
        "employment",
        "outlook",
        "2.3",
        "Les prochaines années",
        prose("""
### Des perspectives encourageantes

De nombreux projets, amorcés ou annoncés, laissent entrevoir un marché du travail favorable. La
construction profite de plusieurs projets résidentiels, commerciaux et industriels, de travaux
routiers et de chantiers éoliens. Des entreprises de l’agroalimentaire, de la deuxième
transformation du bois, de la métallurgie et des secteurs qui lui sont liés, ainsi que des
technologies de l’information, recrutent du personnel. Des projets ont aussi été annoncés dans
les domaines maritime, éolien et diamantaire, auxquels s’ajoutent les biotechnologies marines et
le tourisme.

### Des sujets de préoccupation

D’autres faits assombrissent ce portrait. La région avait déjà subi des réductions de droits de
coupe ainsi que les droits compensateurs; or, le Forestier en chef annonce une nouvelle
restriction des droits de coupe, de 30 % et plus au Bas-Saint-Laurent. La vigueur du dollar
canadien et la chute du marché américain du bois ouvré pèsent également sur l’industrie du bois,
qui devra se restructurer au prix de fermetures et de pertes d’emploi.

L’agroalimentaire n’est pas épargné, puisque le marché du porc malmène autant les producteurs
que les transformateurs. Enfin, même si l’usine de La Pocatière a obtenu de nouveaux contrats et
fait l’objet d’investissements majeurs, Bombardier ne reviendra pas au niveau d’emploi
d’autrefois : à compter de 2008, l’usine ne procurera du travail qu’à un effectif de 300 à 400
personnes.

### Notre lecture

L’emploi de 2006 reste pour le moment supérieur à celui de 2005 et dépasse les 90 000 pour la
troisième année consécutive. Nous prévoyons donc un marché du travail encore assez vigoureux,
qui vivra ses meilleures années depuis le début de la décennie 2000. À moyen terme, l’inquiétude
vient de la situation des pâtes et papiers en Amérique du Nord.
"""),
    ),
    SectionData(
        "employment",
        "vacancies",
        "2.4",
        "Les postes à combler",
        prose("""
### Les départs à la retraite et les compétences demandées

Aux postes que créera la croissance de l’emploi s’ajouteront, au cours des prochaines années,
ceux que libéreront les départs à la retraite. À partir des données de la Régie des rentes du
Québec, nous estimons que de 12 000 à 13 000 personnes du Bas-Saint-Laurent se retireront du
travail d’ici cinq ans. Toutes ne seront pas remplacées, mais l’ordre de grandeur annonce une
forte demande de main-d’œuvre.

Les Perspectives professionnelles 2006-2010 d’Emploi-Québec précisent le niveau de compétence
des postes à pourvoir : gestion et professionnel pour 20,9 % d’entre eux, technique et
intermédiaire pour 62 %, élémentaire pour 17,1 % seulement. Du côté des prestataires de
l’assurance-emploi, 23 % possèdent des compétences de niveau élémentaire et 37 %, de niveau
intermédiaire.

### Des besoins difficiles à satisfaire

Ceux qui œuvrent au développement de l’économie et de l’emploi observent aussi des besoins de
main-d’œuvre de plus en plus difficiles à satisfaire. Pourtant, la région compte
{{chiffre-cle:prestataires-de-lassurance-emploi.region}} prestataires de l’assurance-emploi
et, parmi les prestataires de l’aide de dernier recours,
{{chiffre-cle:prestataires-sans-contraintes-a-lemploi.region}} personnes sans contraintes à l’emploi; par ailleurs,
{{chiffre-cle:postes-vacants-signales.region}} postes vacants ont été signalés
au service Placement en ligne. En voici des exemples :

- la métallurgie, surtout dans Matane;
- la foresterie, dans La Matapédia et le Kamouraska, malgré la crise que traverse ce secteur;
- les ouvriers de carrières, les ébénistes et les travailleurs de l’agroalimentaire, au
  Témiscouata et dans Rivière-du-Loup;
- la vente et les technologies de l’information, dans Rimouski-Neigette;
- le travail agricole, la santé et la construction, partout dans la région.

La MRC de Rivière-du-Loup paraît la plus touchée : les besoins difficiles à combler s’y
manifestent dans tous les domaines.
"""),
    ),
    SectionData(
        "employment",
        "issues_intro",
        "3",
        "Les principaux enjeux de la planification 2007-2008",
        prose("""
L’examen du marché du travail et des traits particuliers de certains groupes de la population
fait apparaître cinq enjeux propres au Bas-Saint-Laurent. Emploi-Québec Bas-Saint-Laurent en a
fait les assises de sa planification pour 2007-2008. Chacun est présenté ci-après, suivi de
l’engagement qui en découle.
"""),
    ),
    SectionData(
        "employment",
        "sectors_intro",
        "4",
        "Les principaux enjeux sectoriels de la planification 2007-2008",
        prose("""
La Commission des partenaires du marché du travail demande que les interventions soient adaptées
aux milieux, et les ressources disponibles imposent de bien les choisir. Le plan d’action
régional (PAR) désigne en conséquence des domaines d’activité où il faut agir.

Toutes les entreprises du territoire continueront d’avoir accès à l’offre intégrée de services.
Nous voulons y ajouter, pour certains secteurs, une veille soutenue ou une concertation avec les
partenaires, afin de répondre à des situations précises : recrutement difficile, occasions
d’emploi à saisir ou pertes d’emplois prévisibles. S’il devenait nécessaire de faire des choix,
les enjeux sectoriels exposés ci-après serviraient de guide.
"""),
    ),
    SectionData(
        "employment",
        "committees_intro",
        "4",
        prose("""
Éléments des plans d’action des comités sectoriels qui retiennent l’attention du CRPMT
"""),
        prose("""
Pour 2007-2008, le Conseil régional des partenaires du marché du travail (CRPMT) du
Bas-Saint-Laurent a retenu quatre comités sectoriels de main-d’œuvre dont les plans d’action
donneront lieu à des actions dans la région.

La démarche poursuit trois objectifs :

- entrer en relation avec les comités sectoriels que le CRPMT a jugés prioritaires;
- convenir du fonctionnement de ces échanges et les centrer sur une ou quelques actions bien
  définies, de manière à obtenir la collaboration des comités;
- faire en sorte que l’arrimage de leurs plans d’action aux réalités régionales tienne compte
  des infrastructures déjà en place dans la région.

Le conseil exécutif du CRPMT porte le dossier.
"""),
    ),
    SectionData(
        "employment",
        "frame_intro",
        "5",
        prose("""
Orientations corporatives et champs d’intervention de la planification 2007-2008
"""),
        prose("""
La planification 2007-2008 s’inscrit dans les trois orientations corporatives de l’agence. La
première vise la participation au marché du travail et l’emploi, la deuxième, la productivité
des entreprises et leur capacité d’adaptation, et la troisième, la prestation de services à la
population.

Sept champs d’intervention précisent la portée de ces orientations : trois relèvent de la
première, deux de la deuxième et deux de la troisième.
"""),
    ),
    SectionData(
        "employment",
        "strategies_intro",
        "6",
        prose("""
Stratégies et exemples de pistes d’action de la planification 2007-2008 d’Emploi-Québec
Bas-Saint-Laurent
"""),
        prose("""
Cette section présente les stratégies que le réseau d’Emploi-Québec Bas-Saint-Laurent privilégie
pour répondre aux enjeux régionaux dans le respect des orientations corporatives de la nouvelle
agence. Elles sont classées par champ d’intervention. Pour chaque champ, une mise en situation
rappelle les constats et les clientèles en cause, puis viennent les stratégies et quelques
pistes d’action qui en illustrent la mise en œuvre.
"""),
    ),
    SectionData(
        "employment",
        "budget",
        "7.1",
        "Le budget du Fonds de développement du marché du travail",
        prose("""
La part du Fonds de développement du marché du travail réservée au Bas-Saint-Laurent
s’établissait à 22,9 M$ au début de l’exercice 2005-2006; elle est passée à 25 M$ en cours
d’année. Pour 2006-2007, le budget initial était de 22,7 M$ et les engagements atteignent
actuellement environ 24,7 M$. Année après année, des besoins additionnels et des projets
structurants amènent ainsi Emploi-Québec Bas-Saint-Laurent à consacrer au développement de la
main-d’œuvre régionale de 1 M$ à 2 M$ de plus que le montant accordé au départ.

Au moment d’écrire ces lignes, l’enveloppe que recevra la région pour 2007-2008 demeure
inconnue. Le tableau ci-après présente le résultat de la répartition entre les CLE, établi sur
l’hypothèse d’un budget de {{budget:enveloppe.millions}}. Il donne, à titre indicatif seulement, une idée des sommes que
chaque CLE pourrait investir dans son milieu. Les montants destinés aux services régionalisés ne
sont pas pris en considération dans ce scénario.
"""),
    ),
    SectionData(
        "employment",
        "staff",
        "7.2",
        "Les ressources humaines",
        prose("""
L’effectif d’Emploi-Québec Bas-Saint-Laurent varie selon les contraintes de son budget de
fonctionnement; c’est pourquoi les personnes qui partent à la retraite ne sont plus
nécessairement remplacées. Les budgets de fonctionnement de 2007-2008 restent à confirmer, mais
il est probable que la région ne pourra pas conserver le niveau de ressources dont elle
disposait en 2006-2007.

Le tableau qui suit présente le personnel de la nouvelle agence, selon qu’il provient de la
Sécurité du revenu ou d’Emploi-Québec, pour les exercices 2005-2006 et 2006-2007. L’effectif de
base y est distingué de celui des projets spéciaux.
"""),
    ),
    SectionData(
        "employment",
        "targets_intro",
        "8",
        "Les indicateurs de gestion et les cibles de résultats",
        prose("""
Emploi-Québec Bas-Saint-Laurent a accueilli 7 957 nouveaux participants en 2005-2006. D’après
les résultats connus à ce jour, ce nombre devrait être d’environ 8 180 à la fin de l’exercice
2006-2007.

Les cibles que la région propose pour 2007-2008 tiennent compte des ressources qui lui sont
accordées, de la création de la nouvelle agence et de la réorganisation en cours des services
publics d’emploi. Si les ressources humaines ou financières devaient diminuer, il faudrait les
réviser à la baisse.

Les cibles sont groupées en deux familles : la première mesure l’accessibilité aux services, la
seconde, l’efficacité des interventions.
"""),
    ),
    SectionData(
        "employment",
        "external",
        "8",
        "La contribution des ressources externes",
        prose("""
Emploi-Québec Bas-Saint-Laurent n’atteindra pas seule ces résultats. Les Ressources externes
assureront le cinquième de la cible de {{cible:2}} nouveaux participants et une part comparable de la
cible de {{cible:5}} retours en emploi. Leur apport traduit la complémentarité recherchée entre
l’agence et ces organismes : elle permet d’offrir à la clientèle des services spécialisés.
"""),
    ),
)
