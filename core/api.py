"""What every address of the API shares: exact numbers as text, strict parameters, errors as sentences."""

from decimal import Decimal

from django.db.models import TextField
from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from core.fields import ExactDecimalField
from core.fiscal import calendar_month
from core.formats import fiscal_year_label
from core.prose import told_markup

_EXACT = {"type": "string", "format": "decimal", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["8100"]}
_MONTHS = {
    "type": "object",
    "description": "Douze valeurs, d’avril à mars. Une valeur nulle est un blanc, qui n’est pas zéro.",
    "propertyNames": {"type": "string", "pattern": r"^\d{4}-\d{2}$"},
    "additionalProperties": {"type": ["string", "null"], "format": "decimal"},
    "examples": [{"2007-04": "612", "2007-05": None}],
}
ALWAYS_KNOWN = {"format"}


def exact(value: Decimal | None) -> str | None:
    """A Decimal as its plain digits: `8100`, `75.0`, `3.679`; never a float, never an exponent."""
    return None if value is None else format(value, "f")


@extend_schema_field(_EXACT)
class ExactField(serializers.Field):
    """An exact decimal, as text."""

    def __init__(self, **options):
        super().__init__(**{"read_only": True, "allow_null": True, **options})

    def to_representation(self, value: Decimal) -> str:
        return exact(value)


@extend_schema_field({"type": "string", "examples": ["2007-2008"]})
class FiscalYearField(serializers.Field):
    """A fiscal year, stored by its first calendar year, as `2007-2008`."""

    def __init__(self, **options):
        super().__init__(**{"read_only": True, **options})

    def to_representation(self, value: int) -> str:
        return fiscal_year_label(value)


@extend_schema_field(_MONTHS)
class MonthsField(serializers.Field):
    """Twelve Decimals, April first, keyed by calendar month. The object must tell its `year`."""

    def __init__(self, *, year: str = "year", **options):
        self.year = year
        super().__init__(**{"read_only": True, **options})

    def get_attribute(self, instance):
        return getattr(instance, self.year), super().get_attribute(instance)

    def to_representation(self, value) -> dict[str, str | None]:
        year, months = value
        return {calendar_month(year, month): exact(amount) for month, amount in enumerate(months, start=1)}


class ProseField(serializers.CharField):
    """A text in our markup, where the figures that it names are told."""

    def to_representation(self, value: str) -> str:
        return told_markup(value)


class RowSerializer(serializers.ModelSerializer):
    """A model's row, told with exact decimals."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        ExactDecimalField: ExactField,
        TextField: ProseField,
    }


def refuse_unknown_parameters(request: Request, known: set[str]) -> None:
    """A misspelt, empty or repeated parameter is refused by its name: ignoring it would answer with everything."""
    errors = {}
    for name, values in request.query_params.lists():
        if name not in known:
            errors[name] = [
                f"Paramètre inconnu. Paramètres admis : {', '.join(sorted(known - ALWAYS_KNOWN)) or 'aucun'}."
            ]
        elif len(values) > 1:
            errors[name] = ["Ce paramètre est donné plus d’une fois."]
        elif not values[0].strip():
            errors[name] = ["Ce paramètre est vide : donnez une valeur, ou retirez-le."]
    if errors:
        raise ValidationError(errors)


class ListViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """A list, read only. `detail_parameters` are those that a detail admits, for the sets that have details."""

    detail_parameters: frozenset[str] = frozenset()

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        refuse_unknown_parameters(request, self._known_parameters() | ALWAYS_KNOWN)

    def _known_parameters(self) -> set[str]:
        if self.detail:
            return set(self.detail_parameters)
        known = {self.paginator.page_query_param, self.paginator.page_size_query_param}
        filterset = getattr(self, "filterset_class", None)
        return known | set(filterset.base_filters if filterset else ())


class ReadViewSet(mixins.RetrieveModelMixin, ListViewSet):
    """A list and its details, read only."""

    not_found = "Rien ne porte cette clé : {key}."

    def get_object(self):
        """What the key names among what the person may see; filters are for lists."""
        key = self.kwargs[self.lookup_url_kwarg or self.lookup_field]
        found = self.get_queryset().filter(**{self.lookup_field: key}).first()
        if found is None:
            raise Http404(self.not_found.format(key=key))
        return found
