"""Headings and sections of the Solidarité sociale part.

Titles and figures come from the PAR 2007-2008 of Bas-Saint-Laurent; the prose is ours.
"""

from .schema import HeadingData, SectionData
from .text import prose

SOLIDARITY_HEADINGS: tuple[HeadingData, ...] = (
    HeadingData("solidarity", "3", "Les objectifs particuliers de la région"),
)

SOLIDARITY_SECTIONS: tuple[SectionData, ...] = (
    SectionData(
        "solidarity",
        "introduction",
        "",
        "Introduction",
        prose("""
Le volet Solidarité sociale confie à Emploi-Québec l’administration du Régime québécois de
sécurité du revenu, selon les règles établies par la Loi sur l’aide aux personnes et aux
familles[^1]. L’agence apporte un soutien financier aux personnes et aux familles démunies. Elle les
encourage aussi à entreprendre des activités qui favorisent leur insertion sociale, leur accès à
l’emploi et leur participation à la vie collective, pour qu’elles gagnent en autonomie sur les
plans économique et social.

Ses services prennent donc deux formes :

- une aide financière, accordée à ceux et celles qui n’ont pas les moyens de subvenir à leurs
  besoins et à ceux de leur famille;
- une aide et un accompagnement offerts aux adultes qui reçoivent l’aide financière de dernier
  recours sans être prêts à se diriger dès maintenant vers l’emploi.

Le gouvernement et le Ministère comptent sur ces services pour mener à bien leurs initiatives,
en particulier le Plan d’action gouvernemental en matière de lutte contre la pauvreté et
l’exclusion sociale et le Plan gouvernemental pour l’emploi. Les interventions en solidarité
sociale participent ainsi à de grands objectifs : améliorer le niveau et la qualité de vie de la
population et des communautés, réduire la pauvreté et, alors que la population vieillit,
répondre aux défis du marché du travail et des finances publiques du Québec.
"""),
    ),
    SectionData(
        "solidarity",
        "targets",
        "1",
        "Les cibles de résultats et objectifs opérationnels",
        prose("""
La Convention de performance et d’imputabilité d’Emploi-Québec comporte, pour le volet
Solidarité sociale, des indicateurs auxquels l’agence a associé des cibles pour 2007-2008. Le
Bas-Saint-Laurent s’engage à faire sa part et se donne à cette fin les cibles régionales
présentées ci-après, en regard des cibles nationales.

La région s’est aussi vu attribuer un objectif quant au nombre de nouveaux participants aux
programmes d’aide et d’accompagnement social. Cet objectif, partagé entre ses centres locaux
d’emploi, sera suivi de près.
"""),
    ),
    SectionData(
        "solidarity",
        "objectives_intro",
        "2",
        "Les objectifs de gestion",
        prose("""
Quatre objectifs de gestion orientent l’action du volet Solidarité sociale en 2007-2008. Le
tableau qui suit met en regard chacun d’eux et les résultats attendus dans la région.
"""),
    ),
    SectionData(
        "solidarity",
        "objectives_conclusion",
        "2",
        "Une organisation au service des objectifs de gestion",
        prose("""
Ces objectifs supposent une organisation efficace, dans laquelle les CLE peuvent compter sur les
compétences de chaque membre du personnel. La gestion prévisionnelle de notre main-d’œuvre
figure pour cette raison parmi nos priorités : elle doit se poursuivre et être tenue à jour.
Nous établirons d’abord un profil descriptif de nos ressources humaines, puis nous en dégagerons
les besoins à satisfaire. Les mesures nécessaires suivront, notamment en matière de relève et de
suppléance.
"""),
    ),
    SectionData(
        "solidarity",
        "organisation",
        "3.1",
        "Organisation du travail",
        prose("""
### Consolider, mettre en place et restructurer

En 2007-2008, trois préoccupations mobiliseront la région du Bas-Saint-Laurent :

- consolider les changements de structure apportés en 2006-2007, soit la convergence, l’unicité
  de gestion, le service d’accueil, d’évaluation et de référence et la réorganisation de la
  direction régionale;
- donner suite aux nouvelles orientations de l’offre de service, avec le programme Alternative
  Jeunesse et l’ajout d’Interagir et de Réussir au Programme d’aide et d’accompagnement social;
- revoir la typologie des CLE et l’encadrement fonctionnel.

### Des équipes de gestion mieux outillées

Les équipes de gestion seront renforcées. Par la formation et par de nouveaux outils, les
gestionnaires continueront d’enrichir leur expertise tant en solidarité sociale qu’en emploi. Le
chantier régional portant sur la convention de performance et d’imputabilité devrait y
contribuer : ses orientations et ses outils aideront les gestionnaires à planifier leurs
activités, à les suivre et à tirer parti de l’information de gestion pour fonder leurs
décisions, qu’elles concernent l’organisation ou les opérations. D’autres activités de
consolidation d’équipe sont prévues, de même qu’un soutien régional à la gestion du changement.
Viendra ensuite le moment de jeter les bases sur lesquelles reposeront la vision stratégique et,
tout spécialement, le continuum de services.

### L’accueil, l’évaluation et la référence

Une tournée des CLE a permis de mesurer jusqu’où le service d’accueil, d’évaluation et de
référence y est implanté. Ses conclusions serviront à rapprocher ce service de ce que
l’organisation en attend. Trois moyens sont retenus :

- un suivi lors des réunions de gestionnaires;
- des interventions auprès des CLE où des éléments restent à consolider;
- une rencontre régionale des intervenants affectés à ce service, où chacun partagera son
  expertise afin que tous les CLE puissent améliorer leur offre.

### Une direction régionale réunie

Les deux directions régionales convergées logeront désormais à la même adresse. La
réorganisation de nos services pourra ainsi être achevée, avec des gains d’économie et
d’efficacité qui profiteront aux CLE.

### Alternative Jeunesse

L’implantation du programme Alternative Jeunesse nous redonnera la maîtrise du service aux
jeunes, au prix d’importants ajustements de notre organisation. Les contenus seront livrés peu
de temps avant la date d’entrée en vigueur; les multiplicateurs régionaux devront donc redoubler
d’effort et d’efficacité pour former presque tout le personnel des services aux individus, en
emploi comme en solidarité sociale. La structure nécessaire existe déjà, et nous avons confiance
de réussir.

### Interagir, Réussir et Devenir

Le même soin entourera l’arrivée d’Interagir et de Réussir au sein du Programme d’aide et
d’accompagnement social. Nous en profiterons pour affermir le volet Devenir : une tournée des
CLE dressera l’état de son implantation et les soutiendra pour qu’ils se l’approprient et le
déploient.

### Les points de service et la typologie des CLE

La région prendra part, en 2007-2008, à la reconfiguration des points de service et de l’offre
de service de l’organisation, dont la révision de la typologie de nos CLE constituera le cœur.
Nos travaux antérieurs sur les services destinés à la clientèle présentant des contraintes
sévères à l’emploi retrouveront ici toute leur pertinence. Nous réexaminerons également la façon
de rendre certains services, comme l’attribution initiale et les services administratifs. En
somme, nous envisagerons de regrouper et de rationaliser des services, dans une optique
renouvelée et alors que les ressources se raréfient.

### L’encadrement fonctionnel

La révision de l’organisation de l’encadrement fonctionnel devrait enfin pouvoir se réaliser. Le
comité de travail chargé de la question nous indiquera les avenues à emprunter : les
transformations récentes de l’organisation et l’évolution des ressources les rendent
inévitables.
"""),
    ),
    SectionData(
        "solidarity",
        "operations",
        "3.2",
        "Opérations",
        prose("""
### Simplifier les processus administratifs

La région appliquera les allègements décidés au palier central. Elle formera de plus un comité
de travail qui cherchera comment réduire la tâche des agents. Nous veillerons à ce que les
ressources régionales maîtrisent rapidement les nouveaux contenus, puis à ce que le personnel
touché reçoive une formation structurée.

### Administrer l’assistance financière avec rigueur, équité et efficience

Le Bas-Saint-Laurent se dote d’une démarche d’assurance-qualité. Celle-ci découle de la
politique d’assurance-qualité d’Emploi-Québec, que le Comité de gestion national a approuvée en
avril 2006. Deux types d’activités y sont prévus.

**Les activités statutaires**

- Volet Solidarité sociale : une démarche mensuelle, dirigée par le palier central, établit pour
  l’ensemble du Québec un taux de conformité des décisions qui ont un effet monétaire. Chaque
  région examine un échantillon déterminé centralement. Celui du Bas-Saint-Laurent comptera
  environ 30 dossiers en 2007-2008, certains à l’attribution initiale, d’autres déjà actifs.
  Au-delà du constat, les résultats doivent nous aider à rehausser la qualité et la conformité
  de nos façons de faire.
- Volet emploi : cet exercice de conformité, lui aussi dirigé par le palier central, a lieu à
  l’automne et au printemps depuis avril 2000. Il s’intéresse aux contrôles financiers effectués
  a posteriori sur les mesures actives d’emploi. La région vérifie les dossiers que le palier
  central a sélectionnés.

**Les activités choisies par la région pour 2007-2008**

- Ressources financières : contrôler, sur un échantillon, les frais de voyage de 2006-2007
  traités par les mandataires des CLE, pour s’assurer que les transactions inscrites dans LSCD[^2]
  sont conformes.
- Conformité : examiner les dossiers de travailleurs autonomes de 2006-2007, qu’ils aient été
  traités par le spécialiste régional ou par les CLE.
- Services aux entreprises : vérifier la situation de la région à la lumière du rapport
  d’évaluation de la mesure Concertation pour l’emploi.
- Services aux individus : dans la foulée du rapport du Vérificateur général, revoir l’analyse
  et l’annotation des demandes et des offres de service des Ressources externes, et procéder de
  la même façon pour leurs rapports de reddition de compte.

Les rapports et les constats issus de ces activités seront soumis au Comité de gestion, puis
présentés aux réunions de gestionnaires. S’il y a lieu d’apporter des correctifs ou des
ajustements, les équipes opérationnelles régionales en auront la charge.

### Conformité

Un comité régional de conformité a été créé pour guider les CLE sur toutes les questions qui
touchent ce domaine. Son plan d’action 2007-2008 compte treize points; la liste en est donnée
avec la présente section.

### La lutte à la pauvreté et à l’exclusion sociale

Ces dernières années, la région s’est engagée dans des partenariats qui visent à mieux faire
connaître les effets de la pauvreté et à créer des moyens concrets de la combattre, elle et
l’exclusion sociale qui l’accompagne. Nous voulons que ces progrès se poursuivent au
Bas-Saint-Laurent.

Notre participation soutenue au projet régional COSMOSS[^5] sera donc maintenue. Ce projet s’attaque
à la pauvreté qui se transmet d’une génération à l’autre, veille à la continuité des services et
cherche à augmenter le nombre de jeunes diplômés. Plusieurs grands partenaires de la région y
prennent part, dont la Fondation Chagnon, la CRÉ, le MELS et l’Agence régionale de la santé et
des services sociaux.

C’est par COSMOSS que l’approche territoriale sera implantée chez nous, ce qui devrait nous
permettre d’être présents dans toutes les MRC. L’indice Pampalon le rappelle : 6 des 8 MRC du
Bas-Saint-Laurent se classent parmi les 50 plus défavorisées du Québec.

Le CLE de Cabano continuera, pour sa part, d’investir ses efforts contre la pauvreté dans la MRC
du Témiscouata. Les résultats de l’évaluation des actions passées seront étudiés afin d’en
retenir ce qui peut améliorer nos prochaines interventions.

### Poursuivre la mise en place de la réforme des régimes québécois de sécurité du revenu

Les programmes et les mesures prévus par la Loi sur l’aide aux personnes et aux familles et par
son règlement d’application continueront d’être implantés. Notre structure de multiplication est
prête à assurer la formation, et nous respecterons les échéances fixées. Des suivis postérieurs
à l’implantation confirmeront que les changements ont été compris et, surtout, qu’ils sont bien
appliqués.

Il en ira de même, dans le Programme d’aide et d’accompagnement social, des volets Interagir et
Réussir, dont l’arrivée nous donnera l’occasion de revenir sur le volet Devenir et de le
consolider. Nous rendrons ces programmes accessibles à notre clientèle et nous les intégrerons
au continuum de services, pour que le cheminement de chacun soit simple et efficace. Un chantier
régional a produit des orientations et des recommandations sur ce continuum, qui encadre toute
l’offre de service à la clientèle; nous verrons à ce que les CLE en tiennent compte.
"""),
    ),
)
