"""What the made-up results add up to: yearly totals of the region, the weight and leanings of each CLE, the seasons.

2 (new participants) adds up to 7 957 in 2005-2006 and to 8 180 in 2006-2007, as the plan prints; the rest is made up
around the targets of 2007-2008: some reached, some on track, some to watch, some late.
"""

YEARS = (2005, 2006, 2007)

# CLE → hundredths of % of the budget of 2007-2008, in the order of the plan's table.
BUDGET_SHARES = {
    "01-140": 940,  # Kamouraska
    "01-130": 1179,  # Témiscouata
    "01-120": 1301,  # Rivière-du-Loup
    "01-110": 543,  # Les Basques
    "01-100": 2269,  # Rimouski-Neigette
    "01-090": 1112,  # La Mitis
    "01-080": 1396,  # La Matanie
    "01-070": 1259,  # La Matapédia
}

# Series → totals of 2005-2006, 2006-2007 and 2007-2008. Money in thousands of dollars; households are yearly means.
TOTALS = {
    "participants": (7957, 8180, 8194),
    "basic_training": (1012, 1063, 1068),
    "last_resort_participants": (2104, 2058, 1921),
    "immigrants": (81, 92, 88),
    "insured_participants": (3874, 4013, 4236),
    "long_measures": (2790, 2846, 2884),
    "at_risk": (2014, 2092, 2125),
    "employed": (4488, 4571, 4502),
    "last_resort_employed": (812, 838, 868),
    "insured_employed": (1644, 1698, 1842),
    "not_employed": (3838, 3863, 3794),
    "last_resort_not_employed": (1184, 1190, 1198),
    "last_resort_savings": (3402, 3588, 3512),
    "insurance_savings": (6871, 7054, 7402),
    "enterprises": (268, 279, 291),
    "apprenticeships": (171, 158, 132),
    "exits": (1341, 1359, 1338),
    "social_support": (389, 421, 437),
    "new_claims": (3105, 3042, 2968),
    "claim_days": (32290, 30724, 28490),
    "households": (8742, 8618, 8512),
    "complaints": (18, 17, 16),
    "reviews": (438, 431, 425),
    "changed_decisions": (98, 93, 96),
}

# How much of a year falls in each month, April to March: people enter in autumn and winter, find work in spring.
ENTRIES = (62, 54, 46, 50, 86, 121, 114, 99, 78, 133, 91, 66)
RETURNS = (121, 118, 96, 74, 66, 78, 82, 76, 69, 62, 71, 87)
EMPLOYERS = (74, 82, 80, 58, 61, 96, 104, 98, 76, 88, 93, 90)
CLAIMS = (72, 68, 66, 70, 74, 86, 92, 98, 94, 104, 92, 84)
FLAT = (100,) * 12

# Leanings of each CLE in % of the region's, in the order of BUDGET_SHARES: where a group weighs more, or a result comes
# easier.
EVEN = (100, 100, 100, 100, 100, 100, 100, 100)
PACE = (103, 97, 98, 94, 103, 99, 102, 100)  # people served for the same budget
POORER = (91, 102, 94, 104, 95, 103, 107, 106)  # last-resort aid weighs more in the east of the region
SEASONAL = (96, 102, 97, 104, 97, 100, 103, 105)  # unemployment insurance follows seasonal work
URBAN = (97, 92, 104, 88, 112, 93, 99, 92)  # immigrants and firms gather in towns
EASIER = (105, 98, 103, 96, 103, 99, 96, 95)  # returns to work
HARDER = (96, 102, 97, 105, 96, 101, 104, 105)  # ends without work
SELECTIVE = (96, 102, 98, 104, 97, 101, 103, 102)  # measures aimed at those most at risk
SLOWER = (93, 104, 97, 92, 110, 98, 106, 95)  # days needed to settle a claim
CONTESTED = (88, 105, 96, 110, 94, 108, 103, 98)  # decisions changed after review
TRADES = (112, 96, 108, 88, 102, 92, 98, 91)  # apprenticeships
