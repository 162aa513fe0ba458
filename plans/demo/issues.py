"""Issues, sector issues and sector committees.

Titles and figures come from the PAR 2007-2008 of Bas-Saint-Laurent; the prose is ours.
"""

from .schema import CommitteeData, IssueData, SectorData
from .text import prose

ISSUES: tuple[IssueData, ...] = (
    IssueData(
        1,
        "Présence simultanée de chômage et de postes vacants",
        prose("""
Le taux de chômage avoisine les 10 %, et pourtant des employeurs ont de la difficulté à
recruter. Des personnes qui cherchent un emploi restent à l’écart du marché du travail, tandis
que d’autres semblent peu attirées par certains des postes offerts.
"""),
        prose("""
La planification 2007-2008 se donne pour enjeu de réduire cet écart, de sorte que moins de
postes restent vacants alors que des personnes sont sans emploi.
"""),
    ),
    IssueData(
        2,
        "Le vieillissement et la migration de la population",
        prose("""
Beaucoup de postes, des postes de remplacement pour la plupart, devront être pourvus au
Bas-Saint-Laurent au cours des prochaines années. Une population qui vieillit et qui se déplace
rendra sans doute plus ardue, pour les entreprises, la recherche de personnes pour succéder à
celles qui partent.
"""),
        prose("""
La planification 2007-2008 accorde une place particulière à la gestion proactive de la
main-d’œuvre dans les postes à combler, au premier chef lorsqu’il s’agit de remplacer du
personnel.
"""),
    ),
    IssueData(
        3,
        prose("""
Accentuation des écarts entre les exigences du marché du travail et les compétences de certains
groupes de la population
"""),
        prose("""
Les prestataires de l’assistance-emploi dont le profil permet une intégration rapide au marché
du travail se font de plus en plus rares, alors que le nombre de ceux qui présentent des
contraintes à l’emploi ne diminue pas. Cet exemple montre que l’écart se creuse entre ce que
demandent les employeurs et ce que certaines personnes peuvent offrir.
"""),
        prose("""
La planification 2007-2008 entend affermir les moyens qui mettent ces personnes en mouvement
vers l’emploi et qui les accompagnent, car leur situation appelle des mesures particulières.
"""),
    ),
    IssueData(
        4,
        "Des secteurs et des entreprises plus sensibles à l’environnement économique",
        prose("""
Certains domaines d’activité qui composent la structure économique de la région résisteront
moins bien que d’autres à la conjoncture des années qui viennent.
"""),
        prose("""
La planification 2007-2008 entend soutenir les personnes et les entreprises de ces secteurs afin
que les emplois y soient maintenus.
"""),
    ),
    IssueData(
        5,
        "Des secteurs et des entreprises favorisant l’emploi",
        prose("""
De grands projets ont été annoncés au Bas-Saint-Laurent, dont l’économie devient plus
diversifiée.
"""),
        prose("""
La planification 2007-2008 mise sur l’appui à la création d’emplois et sur la réponse aux
besoins de main-d’œuvre que ces projets feront naître.
"""),
    ),
)

SECTORS: tuple[SectorData, ...] = (
    SectorData(
        1,
        "Agroalimentaire (production agricole et transformation alimentaire)",
        prose("""
L’attention se porte d’abord sur la transformation des aliments, où des besoins de main-d’œuvre
restent difficiles à satisfaire. Des tables Éducation/Main-d’œuvre sont actives, la région
possède un Centre spécialisé et des interventions se préparent avec le comité sectoriel
provincial.

Un projet d’arrimage avec le comité sectoriel de main-d’œuvre Transformation alimentaire est
conduit par le Conseil régional des partenaires du marché du travail (CRPMT).
"""),
    ),
    SectorData(
        2,
        "Industrie forestière",
        prose("""
La possibilité forestière diminue et des problèmes de main-d’œuvre sont à prévoir; un projet
vise à redéfinir l’emploi forestier. Aux prises avec de multiples difficultés, l’industrie du
bois d’œuvre devra se rationaliser, et plusieurs unités de production pourraient fermer.
L’avenir des papetières est également incertain.

Emploi-Québec Bas-Saint-Laurent consacre au secteur quelque 2 M$ en mesures spéciales. La
réadaptation des travailleurs qui le quittent soulève des problèmes particuliers. Bien que la
région dispose d’un Centre spécialisé en foresterie, les étudiants délaissent les programmes de
foresterie et de transformation du bois.

Un projet d’arrimage associe le CRPMT à deux comités sectoriels de main-d’œuvre, Transformation
du bois et Aménagement forestier.
"""),
    ),
    SectorData(
        3,
        "Métallurgie",
        prose("""
Plusieurs secteurs industriels recherchent activement des soudeurs et des travailleurs
spécialisés en fabrication métallique. La construction d’éoliennes et la fabrication de leurs
composantes accentuent encore cette demande. Il faudra donc recruter et former.

La situation de grandes entreprises, comme Bombardier et Verreault, et ses effets sur la
main-d’œuvre seront suivis, que la production ralentisse ou qu’elle reprenne. La région dispose
d’un Centre spécialisé en produits métalliques.
"""),
    ),
    SectorData(
        4,
        "Construction",
        prose("""
Les chantiers éoliens ont besoin de beaucoup de main-d’œuvre. Celui de la centrale
hydroélectrique Eastmain 1-A embauchera lui aussi, et bon nombre de ces travailleurs viendront
du Bas-Saint-Laurent. Si le port méthanier de Gros-Cacouna se réalisait, la demande s’en
trouverait décuplée. Or, une bonne partie des travailleurs du secteur sont âgés.
"""),
    ),
    SectorData(
        5,
        "Commerce et services",
        prose("""
Ces domaines sont en croissance. Ils offrent à notre clientèle de bonnes possibilités de
s’intégrer au marché du travail et permettent à plusieurs chômeurs d’y revenir. L’alimentation
et la réparation automobile se démarquent parmi les activités commerciales.

Les petits commerces de la région ont cependant du mal à garder leur personnel, et plusieurs
emplois sont précaires ou à temps partiel.
"""),
    ),
    SectorData(
        6,
        "Tourisme–Hébergement et restauration",
        prose("""
Dans plusieurs communautés, l’activité touristique entraîne avec elle le commerce et les
loisirs. Elle procure à notre clientèle de bonnes occasions d’accéder à un emploi et se
distingue par une forte demande de main-d’œuvre saisonnière.

Un projet d’arrimage lie le CRPMT et le comité sectoriel de main-d’œuvre Tourisme.
"""),
    ),
    SectorData(
        7,
        "Transport",
        prose("""
Les transporteurs sont constamment à la recherche de conducteurs de camions. Le transport
forestier, quant à lui, demeure exposé aux difficultés de l’industrie forestière.
"""),
    ),
    SectorData(
        8,
        "Santé et assistance sociale",
        prose("""
La relève et la formation du personnel de la santé font l’objet d’un plan d’action national,
auquel Emploi-Québec contribue avec les instances régionales. En application de l’entente
nationale en santé et services sociaux, elle dirige notamment des personnes vers les programmes
d’assistance familiale aux personnes à domicile et d’assistance aux bénéficiaires.
"""),
    ),
    SectorData(
        9,
        "Tourbe, Secteur maritime et Biotechnologies marines",
        prose("""
Le projet ACCORD reconnaît ces trois domaines comme des créneaux d’excellence du
Bas-Saint-Laurent. Le domaine maritime et celui des biotechnologies marines y disposent chacun
d’un Centre spécialisé.
"""),
    ),
    SectorData(
        10,
        "Culture et Immigration",
        prose("""
Emploi-Québec apporte son concours aux ententes spécifiques que la CRÉ a conclues pour la région
dans ces deux domaines.
"""),
    ),
    SectorData(
        11,
        prose("""
Cadre général de développement et de reconnaissance des compétences, stratégie PAMT
"""),
        prose("""
Le Programme d’apprentissage en milieu de travail (PAMT) accorde la priorité aux métiers
suivants :

- abattage manuel et sylviculture;
- boucherie industrielle;
- classage de bois et opération en scierie;
- contrôle de qualité en transformation de produits aquatiques;
- ébénisterie;
- finition et reliure (opérateur d’équipement);
- imprimerie : opérateur d’équipements et de procédés complémentaires, pressier sur presse
  sérigraphique et offset;
- machiniste (commande numérique) et outilleur;
- nettoyage industriel;
- produits et matériaux composites (lamineur);
- soudure et soudage-montage;
- traitement de l’eau.
"""),
    ),
)

COMMITTEES: tuple[CommitteeData, ...] = (
    CommitteeData(
        1,
        "Aménagement forestier",
        prose("""
- Étudier les mouvements de main-d’œuvre et doter le Québec d’un système informatisé de gestion
  prévisionnelle couvrant toute sa main-d’œuvre forestière.
- Cerner les besoins de formation sur mesure des travailleurs forestiers.
- Entreprendre les actions qui permettront de répondre à ces besoins.
"""),
        prose("""
Le CRPMT estime nécessaire de s’appuyer sur les établissements existants et de les renforcer,
pour que les professions soient mises en valeur et que les possibilités de formation attirent
davantage.
"""),
    ),
    CommitteeData(
        2,
        "Transformation du bois",
        prose("""
- Encourager l’apprentissage des métiers de la transformation du bois.
"""),
        prose("""
Le CRPMT tient à ce que l’apprentissage et la valorisation de la formation dans les métiers
visés se fassent de concert avec les établissements de formation, locaux et régionaux.
"""),
    ),
    CommitteeData(
        3,
        "Transformation alimentaire",
        prose("""
La région a déjà mené plusieurs démarches apparentées à celles que propose le plan du comité
sectoriel.
"""),
        prose("""
Le CRPMT s’attend à ce que la collaboration ajoute de la valeur à ces actions régionales, qui
cherchent à valoriser le secteur et à y attirer des travailleurs pour surmonter les difficultés
de recrutement, et à renforcer la formation en entreprise.
"""),
    ),
    CommitteeData(
        4,
        "Tourisme",
        prose("""
- Préserver les relations avec les régions, entre autres par les associations touristiques
  régionales (ATR) et par le réseau d’Emploi-Québec.
"""),
        prose("""
L’ATR du Bas-Saint-Laurent dresse actuellement le bilan de sa planification 2004-2007, et c’est
à partir de ce bilan que la suite sera définie. Les actions retenues accorderont une place
centrale au développement des ressources humaines et au caractère saisonnier de l’emploi.
"""),
    ),
)
