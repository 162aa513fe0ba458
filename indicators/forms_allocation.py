"""What people type to split a target: the key, the parts, and what makes them targets."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.forms.boundfield import BoundField

from core.formats import nombre
from core.forms import NombreField
from indicators.allocation_keys import CLIENTELE, HAND, Recommendation, all_keys, key_label
from indicators.allocation_services import Choice
from indicators.allocation_split import Entry
from indicators.models import AllocationPart, AllocationScenario, FiscalYear, Indicator
from indicators.scale import scale, unscale

_READ = r"^(\d+:\d*:[01](,\d+:\d*:[01])*)?$"  # place, target and lock, as the person read them
_OF_CLIENTELE = "Pour la clé « Clientèle » seulement : une somme pèse par son résultat, un taux par son dénominateur."


class KeyForm(forms.Form):
    """The key of a split and, for a quotient, the denominator that is expected of the whole."""

    key = forms.ChoiceField(label="Clé de répartition")
    source = forms.ChoiceField(label="Indicateur de la clientèle", required=False, help_text=_OF_CLIENTELE)
    denominator = NombreField(label="Dénominateur attendu de l’ensemble", required=False, min_value=Decimal(0))

    def __init__(
        self,
        *args,
        indicator: Indicator,
        sources: Iterable[Indicator],
        known_key: str = "",
        advice: Recommendation | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # the server's sentence is better than the browser's bubble
        self.indicator = indicator
        self.sources = {str(source.pk): source for source in sources}
        offered = [(key.code, key.label) for key in all_keys()]
        if known_key and known_key not in dict(offered):
            offered.append((known_key, key_label(known_key)))
        if advice:
            offered = _recommended_first(offered, advice)
            self.fields["key"].help_text = " ".join(
                filter(None, ("Le cadre national recommande la première clé de la liste.", advice.note))
            )
        self.fields["key"].choices = offered
        named = [(pk, f"{source.key}. {source.short_name}") for pk, source in self.sources.items()]
        self.fields["source"].choices = [("", "—"), *named]
        if indicator.is_quotient:
            denominator = self.fields["denominator"]
            denominator.places = indicator.component_decimals
            denominator.widget.attrs["class"] = "num"
            denominator.help_text = f"{indicator.denominator}. La clé le répartit; la cible en découle."
        else:
            del self.fields["denominator"]

    @property
    def source_chosen(self) -> Indicator | None:
        is_asked = self.cleaned_data["key"] == CLIENTELE
        return self.sources.get(self.cleaned_data.get("source", "")) if is_asked else None

    @property
    def denominator_scaled(self) -> int | None:
        return scale(self.cleaned_data.get("denominator"), self.indicator.component_decimals)


def _recommended_first(offered: list[tuple[str, str]], advice: Recommendation) -> list[tuple[str, str]]:
    """What the national frame recommends stands first, and says so."""
    told = [(code, f"{label} (recommandée)") for code, label in offered if code == advice.key]
    return [*told, *(pair for pair in offered if pair[0] != advice.key)]


class NewScenarioForm(KeyForm):
    """A scenario to make. Left blank, the denominator is that of the last complete year."""

    name = forms.CharField(
        label="Nom du scénario", required=False, max_length=80, help_text="Sans nom, celui de la clé."
    )

    field_order = ("name", "key", "source", "denominator")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "denominator" in self.fields:
            self.fields["denominator"].help_text += " Laissé vide : celui du dernier exercice complet."


@dataclass(frozen=True)
class FormRow:
    """The boxes of one place in the table of parts."""

    part: AllocationPart
    name: str
    value: BoundField
    locked: BoundField
    denominator: BoundField | None


class ScenarioForm(KeyForm):
    """Key and parts of a scenario, one row a place. The rules of the sum are those of the service."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    read = forms.RegexField(regex=_READ, required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, scenario: AllocationScenario, parts: Iterable[AllocationPart], **kwargs):
        self.scenario, self.parts = scenario, tuple(parts)
        super().__init__(
            data, initial=_initial(scenario, self.parts), indicator=scenario.indicator, known_key=scenario.key, **kwargs
        )
        year = scenario.year_id
        for part in self.parts:
            name = part.territory.name_in(year)
            self.fields[f"value_{part.territory_id}"] = _number(f"Cible, {name}", self.indicator.decimals)
            self.fields[f"locked_{part.territory_id}"] = forms.BooleanField(label=f"Verrouiller {name}", required=False)
            if self.types_denominators:
                label = f"Dénominateur attendu, {name}"
                self.fields[f"denominator_{part.territory_id}"] = _number(label, self.indicator.component_decimals)

    @property
    def types_denominators(self) -> bool:
        """By hand, the expected denominators of a quotient are typed too."""
        return self.indicator.is_quotient and self.scenario.key == HAND

    @property
    def rows(self) -> list[FormRow]:
        year = self.scenario.year_id
        return [
            FormRow(
                part,
                part.territory.name_in(year),
                self[f"value_{part.territory_id}"],
                self[f"locked_{part.territory_id}"],
                self[f"denominator_{part.territory_id}"] if self.types_denominators else None,
            )
            for part in self.parts
        ]

    @property
    def parts_read(self) -> dict[int, tuple[int | None, bool]]:
        """Target and lock of each place as they stood when the form was opened."""
        rows = [row.split(":") for row in self.cleaned_data.get("read", "").split(",") if row]
        return {int(place): (int(scaled) if scaled else None, lock == "1") for place, scaled, lock in rows}

    def upon(self, parts: Iterable[AllocationPart], version: int) -> dict[str, str]:
        """What was typed, to be shown upon `parts` as they now stand: a part that the person had left as it was read
        takes the target and the lock that stand now, so that writing over does not undo them."""
        data = self.data.dict() | {"version": str(version), "read": _as_read(parts)}
        entries, read = self.choice.entries, self.parts_read
        for part in parts:
            entry = entries[part.territory_id]
            if (entry.value, entry.locked) == read.get(part.territory_id):
                data[f"value_{part.territory_id}"] = nombre(unscale(part.scaled, self.indicator.decimals))
                data[f"locked_{part.territory_id}"] = "on" if part.locked else ""
        return data

    @property
    def choice(self) -> Choice:
        """What was decided, scaled for the service."""
        cleaned, read = self.cleaned_data, self.parts_read
        entries = {
            part.territory_id: Entry(
                scale(cleaned.get(f"value_{part.territory_id}"), self.indicator.decimals),
                cleaned.get(f"locked_{part.territory_id}", False),
                scale(cleaned.get(f"denominator_{part.territory_id}"), self.indicator.component_decimals),
                read.get(part.territory_id, (None, False))[0],
            )
            for part in self.parts
        }
        return Choice(cleaned["key"], self.source_chosen, self.denominator_scaled, entries)


def _number(label: str, places: int) -> NombreField:
    field = NombreField(label=label, places=places, min_value=Decimal(0), required=False)
    field.widget.attrs["class"] = "num"
    return field


def _initial(scenario: AllocationScenario, parts: Iterable[AllocationPart]) -> dict:
    indicator = scenario.indicator
    initial = {
        "key": scenario.key,
        "source": str(scenario.source_id or ""),
        "denominator": unscale(scenario.denominator, indicator.component_decimals),
        "version": scenario.version,
        "read": _as_read(parts),
    }
    for part in parts:
        initial[f"value_{part.territory_id}"] = unscale(part.scaled, indicator.decimals)
        initial[f"locked_{part.territory_id}"] = part.locked
        initial[f"denominator_{part.territory_id}"] = unscale(part.expected_d, indicator.component_decimals)
    return initial


def _as_read(parts: Iterable[AllocationPart]) -> str:
    """`25:1020:0,26:1131:1`: what the hidden field carries of the parts that the page shows."""
    return ",".join(
        f"{part.territory_id}:{'' if part.scaled is None else part.scaled}:{part.locked:d}" for part in parts
    )


class ApplyForm(forms.Form):
    """What makes the parts of a scenario targets: since when, why, and what the person was looking at."""

    effective_month = forms.TypedChoiceField(
        label="En vigueur à partir de",
        coerce=int,
        help_text="Les mois qui précèdent restent jugés d’après les cibles d’aujourd’hui.",
    )
    reason = forms.CharField(
        label="Motif",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Il est conservé avec chaque cible et affiché dans son histoire.",
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    seen = forms.RegexField(regex=r"^(\d+:\d+(,\d+:\d+)*)?$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, year: FiscalYear, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["effective_month"].choices = [(month, year.month_name(month)) for month in range(1, 13)]

    @staticmethod
    def written(seen: dict[int, int]) -> str:
        """Versions of targets by place, as the hidden field carries them: `1:2,5:1`."""
        return ",".join(f"{place}:{version}" for place, version in sorted(seen.items()))

    @property
    def seen_versions(self) -> dict[int, int]:
        pairs = (pair.split(":") for pair in self.cleaned_data["seen"].split(",") if pair)
        return {int(place): int(version) for place, version in pairs}
