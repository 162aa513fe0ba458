"""The style guide: every component and every chart on one page, with made-up figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.charts import (
    Bar,
    Part,
    Series,
    StepPoint,
    Tile,
    bars,
    bullet,
    line_chart,
    sparkline,
    stacked_bar,
    step_line,
    tile_map,
)
from core.charts_svg import TONES
from core.templatetags.ui_icons import ICONS

REGION_NAMES = (
    "Bas-Saint-Laurent", "Saguenay–Lac-Saint-Jean", "Capitale-Nationale", "Mauricie", "Estrie", "Montréal", "Outaouais",
    "Abitibi-Témiscamingue", "Côte-Nord", "Nord-du-Québec", "Gaspésie–Îles-de-la-Madeleine", "Chaudière-Appalaches",
    "Laval", "Lanaudière", "Laurentides", "Montérégie", "Centre-du-Québec",
)  # fmt: skip
OFFICES = (
    ("070", "La Matapédia"), ("080", "La Matanie"), ("090", "La Mitis"), ("100", "Rimouski-Neigette"),
    ("110", "Les Basques"), ("120", "Rivière-du-Loup"), ("130", "Témiscouata"), ("140", "Kamouraska"),
)  # fmt: skip
NOW = (745, 1320, 1890, 2410, 2905, 3820, 4655, 5390, 6075, None, None, None)
BEFORE = (690, 1285, 1810, 2300, 2770, 3600, 4400, 5105, 5760, 6490, 7230, 7960)
EXPECTED = (710, 1330, 1880, 2400, 2890, 3730, 4540, 5260, 5930, 6670, 7400, 8100)
RATE = (Decimal("71.2"), Decimal("72.8"), Decimal("73.1"), None, Decimal("74.0"), Decimal("73.6"), Decimal("73.0"))
SHARES = (104, 97, 88, 101, 79, 93, 99, 106, 84, 91, 78, 102, 96, 90, 87, 100, 95)


@dataclass(frozen=True)
class Step:
    number: int
    title: str
    state: str
    due: date | str | None


@dataclass(frozen=True)
class Row:
    name: str
    result: Decimal | None
    target: Decimal | None
    gap: str
    unit: str
    decimals: int
    status: str
    bullet: str
    trend: str


STEPS = (
    Step(1, "Analyse des problématiques", "done", date(2006, 9, 29)),
    Step(2, "Orientations nationales", "done", date(2006, 11, 30)),
    Step(3, "Cadre annuel", "done", date(2006, 12, 15)),
    Step(4, "Cibles et stratégies régionales", "late", date(2007, 1, 31)),
    Step(5, "Plans locaux", "current", date(2007, 2, 15)),
    Step(6, "Adoption du plan régional", "todo", date(2007, 3, 9)),
    Step(7, "Plan national", "todo", date(2007, 3, 23)),
    Step(8, "Dépôt au gouvernement", "todo", date(2007, 3, 30)),
    Step(9, "Dépôt fédéral", "todo", None),
    Step(10, "Révision des cibles", "todo", "septembre 2007"),
)


class ExampleForm(forms.Form):
    """A form with each kind of field, two of them refused."""

    name = forms.CharField(
        label="Titre de la stratégie", help_text="Commencez par un verbe : « Soutenir… », « Offrir… »."
    )
    target = forms.CharField(
        label="Cible de l’année", widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "num"})
    )
    office = forms.ChoiceField(label="Centre local d’emploi", choices=OFFICES, required=False)
    reason = forms.CharField(label="Motif de la révision", widget=forms.Textarea(attrs={"rows": 3}))
    scope = forms.ChoiceField(
        label="Portée", choices=[("a", "Toute la région"), ("b", "Certains CLE")], widget=forms.RadioSelect
    )
    external = forms.BooleanField(label="Réalisée par des ressources externes", required=False)


def _row(name, result, target, expected, gap, unit, decimals, status, values, before=(), minimum=0) -> Row:
    told = f"{name} : résultat {result}, cible {target}, {TONES[status].word.lower()}."
    return Row(
        name, result, target, gap, unit, decimals, status,
        bullet(result, target, expected, minimum=minimum, status=status, title=name, description=told),
        sparkline(values, before, title=f"{name}, par mois", description="L’exercice précédent est en gris."),
    )  # fmt: skip


def dashboard_rows() -> list[Row]:
    """One row a status, as the dashboard shows them."""
    return [
        _row(
            "Nouveaux participants",
            Decimal(6075),
            Decimal(8100),
            Decimal(5930),
            "+2,4 %",
            "",
            0,
            "on_track",
            NOW,
            BEFORE,
        ),
        _row(
            "Personnes en emploi après une intervention",
            Decimal(4702),
            Decimal(4610),
            Decimal(3400),
            "+2,0 %",
            "",
            0,
            "reached",
            BEFORE[:9],
            BEFORE,
        ),
        _row(
            "Taux d’emploi après une intervention",
            Decimal("73.0"),
            Decimal("75.0"),
            None,
            "−2,0 pts",
            "%",
            1,
            "watch",
            RATE,
            (74, 74, 75, 74, 74, 75, 75, 74, 75, 76, 75, 75),
            50,
        ),
        _row(
            "Postes vacants signalés",
            Decimal(5210),
            Decimal(9400),
            Decimal(6900),
            "−24,5 %",
            "",
            0,
            "late",
            NOW[:7],
            EXPECTED,
        ),
        _row("Plaintes traitées", Decimal(112), None, None, "—", "", 0, "no_target", (9, 12, None, 14, 11, None, 15)),
        _row("Délai moyen de traitement", None, Decimal(10), None, "—", "jours", 1, "no_data", ()),
    ]


def _status(share: int) -> str:
    return "reached" if share >= 100 else "on_track" if share >= 95 else "watch" if share >= 85 else "late"


def example_charts() -> dict[str, str]:
    """One of each chart."""
    tiles = [
        Tile(f"{n:02}", name, _status(s), f"{s} %")
        for n, (name, s) in enumerate(zip(REGION_NAMES, SHARES, strict=True), 1)
    ]
    offices = [Tile(code, name, _status(s), f"{s} %") for (code, name), s in zip(OFFICES, SHARES, strict=False)]
    offices[4] = Tile("110", "Les Basques", "no_data")
    interval = [None] * 8 + [(6075, 6075), (6600, 6900), (7250, 7850), (7850, 8750)]
    projection = [None] * 8 + [6075, 6750, 7550, 8300]
    return {
        "line": line_chart(
            [
                Series("2006-2007", BEFORE, "previous"),
                Series("Attendu", EXPECTED, "expected"),
                Series("Projection", projection, "projection"),
                Series("Résultat", NOW),
            ],
            target=8100,
            band=interval,
            title="Nouveaux participants, cumul depuis le 1er avril",
            description="Le cumul atteint 6 075 personnes en décembre ; 5 930 étaient attendues ; cible de 8 100.",
        ),
        "rate": line_chart(
            [Series("Résultat", RATE), Series("2006-2007", [Decimal(74)] * 12, "previous")],
            target=Decimal(75),
            unit="%",
            decimals=1,
            zero=False,
            height=240,
            title="Taux d’emploi, cumul depuis le 1er avril",
            description="Le taux est de 73,0 % en octobre pour une cible de 75,0 % ; juillet manque.",
        ),
        "step": step_line(
            [
                StepPoint(0, 8400, "Cible initiale"),
                StepPoint(Decimal("5.5"), 8100, "Révision de septembre : budget réduit"),
            ],
            title="Cible de nouveaux participants",
            description="8 400 au 1er avril, 8 100 depuis la révision de septembre.",
        ),
        "bars": bars(
            [
                Bar(name, n * 150, _status(s), target=n * 150 * 100 // s)
                for n, ((_, name), s) in enumerate(zip(OFFICES, SHARES, strict=False), 3)
            ],
            width=436,
            title="Nouveaux participants par CLE",
            description="Résultat de chaque centre local d’emploi et sa cible.",
        ),
        "stacked": stacked_bar(
            [
                Part("Mesures de formation", 11200),
                Part("Subventions salariales", 6400),
                Part("Projets de préparation à l’emploi", 3900),
                Part("Soutien au travail autonome", 900),
                Part("Concertation", 600),
            ],
            unit="k$",
            width=436,
            title="Budget par mesure",
            description="23 000 k$ en cinq parts, de 11 200 à 600 k$.",
        ),
        "regions": tile_map(
            tiles, title="Part de la cible atteinte par région", description="Dix-sept régions ; trois sont en retard."
        ),
        "offices": tile_map(
            offices,
            layout="01",
            title="Part de la cible atteinte par CLE",
            description="Huit centres locaux d’emploi du Bas-Saint-Laurent.",
        ),
    }


def style_guide(request: HttpRequest) -> HttpResponse:
    """Everything the pages are made of, with made-up figures."""
    form = ExampleForm(data={"name": "Soutenir le retour au travail", "target": "8 1oo", "office": "100", "scope": "a"})
    form.add_error("target", "« 8 1oo » n’est pas un nombre. Écrivez par exemple 8 100.") if form.errors else None
    context = {
        "rows": dashboard_rows(), "charts": example_charts(), "steps": STEPS, "form": form,
        "statuses": list(TONES), "icons": sorted(ICONS), "months": ("Avril", "Mai", "Juin", "Juillet", "Août"),
    }  # fmt: skip
    return render(request, "core/style_guide.html", context)
