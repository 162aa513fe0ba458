"""Words by which the check of initiatives recognises a person, and those before which a name is that of a place."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FIRST_NAMES = _words(
    """
    abdel adam adèle agathe ahmed alain alex alexandra alexandre alexis ali alice aline alison amina amélia amélie
    anaïs andrew andré andréa andréanne andrée angèle anick anita ann anna annabelle anne annick annie anouk anthony
    antoine antonin ariane arianne arnaud arthur aurélie axel aïcha barbara benjamin benoit benoît bernadette
    bernard bertrand bianca blanche brian brigitte bruno béatrice camille carl carla carole caroline catherine
    chantal charles charlotte chloé christian christiane christine christophe claire clara claude claudette claudia
    claudine clémence clément colette coralie cynthia cyril cécile cédric céline damien daniel daniela danielle
    danny dany david debbie delphine denis denise diane didier dominic dominique donald doris dorothée elsa emma
    emmanuel emmanuelle ernest estelle esther eugène eugénie fabien fabienne fanny fatima fatou fernand flavie
    florence france francine francis franck frank françois françoise frédéric frédérique félix gabriel gabrielle
    gaston gaétan gaël geneviève georges germain ghislain ghislaine gilbert gilles ginette giselle gisèle grégoire
    guillaume gustave guy guylaine gérald gérard hamid hassan henri hervé hubert hugo hugues hélène ibrahim ingrid
    irène isaac isabelle ivan jacinthe jack jacob jacques jade james jan janine jasmine jason jean jeanne jeannine
    jennifer jessica jimmy joanie joanne jocelyn jocelyne johanne john jonathan joseph josiane josé josée joël
    joëlle judith jules julia julie julien juliette justin justine jérémie jérémy jérôme karim karine karl karla
    kassandra katherine kathleen kathy katia kelly kevin khadija kim kévin laetitia laura laure laurence laurent
    laurie liliane lina linda lionel lise lisette lorraine louis louise loïc luc lucas lucie lucien lucienne ludovic
    lynda lyne léa léo léon léonard léonie madeleine magalie malik manon marc marcel marcelle margaux margot
    marguerite maria marianne marie marielle marilyne marina mario marion marjolaine marjorie mark martin martine
    mary maryse mathieu mathilde mathis matthew maude maurice max maxence maxim maxime michael michaël michel
    micheline michelle michèle mireille mohamed mohammed mona monique moussa murielle myriam mélanie mélissa mélodie
    nadia nadine nancy natacha natasha nathalie nathan nicholas nicolas nicole noah nora normand noémie noël odette
    odile olga olivia olivier omar oscar pamela pascal pascale patrice patricia patrick paul paule paulette pauline
    philippe pierre pierrette rachel rachid raphaël raphaëlle raymond raymonde renaud rené renée richard robert
    roberto robin roch roger roland rolande romain romane rosalie rose roxane roxanne réal rébecca réjean réjeanne
    rémi sabine sabrina salim sally salma samia samir samuel sandra sandrine sara sarah saïd serena serge simon
    simone solange sonia sophie stacy stefan stephen steve steven stéphane stéphanie suzanne suzie sylvain sylvia
    sylvie sébastien tania tanya tatiana thibault thierry thomas théo thérèse tim timothée tom tony tristan valérie
    vanessa vicky victor victoria vincent viviane véronique william xavier yan yanick yann yannick yasmine yoann
    yolande youssef yvan yves yvette yvon yvonne zachary zoé zoë ève édith édouard éliane élisabeth élise élodie
    éloïse élyse éléonore émile émilie éric érica érika étienne éveline
    """
)

INSTITUTIONS = _words(
    """
    arrondissement atelier auberge avenue baie bibliothèque boulevard cap carrefour centre chemin clinique clsc club
    collège comité commission compagnie coop coopérative cégep entreprise entreprises ferme fondation fédération
    garage groupe hôpital hôtel institut lac maison marché mont montagne mrc municipalité musée organisme parc
    parcours pavillon place point polyvalente pont port prix programme projet quartier regroupement restaurant
    rivière rue réseau salon secteur service services société stade station théâtre université usine village ville
    zone école édifice île
    """
)
