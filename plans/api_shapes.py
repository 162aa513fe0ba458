"""The shapes of a plan in the API: the whole dossier, part by part. Texts are the light markup that people typed."""

from decimal import Decimal

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api import ExactField, FiscalYearField, ProseField, RowSerializer
from core.fiscal import calendar_month
from indicators.api_shapes import CALENDAR_MONTH, AttainmentSerializer, FigureIndicatorSerializer
from plans import models as m
from plans.dossier import Dossier, StaffTable
from plans.editions import edition_dossier, is_whole
from regions.api import MRCNameSerializer, PlaceSerializer


class PlanSerializer(serializers.ModelSerializer):
    """Un plan d’action régional."""

    territory = PlaceSerializer()
    fiscal_year = FiscalYearField(source="year_id")
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    updated_at = serializers.DateTimeField(source="touched_at", read_only=True)

    class Meta:
        model = m.Plan
        fields = read_only_fields = [
            "id", "kind", "title", "territory", "fiscal_year", "state", "state_label", "edition", "is_demonstration",
            "created_at", "updated_at",
        ]  # fmt: skip


# --- Texts and portrait ----------------------------------------------------------------------------------------------


class SectionSerializer(RowSerializer):
    """Un texte du plan."""

    class Meta:
        model = m.Section
        fields = read_only_fields = ["volet", "key", "number", "title", "body"]


class SignatorySerializer(RowSerializer):
    """Une personne qui signe l’avant-propos."""

    class Meta:
        model = m.Signatory
        fields = read_only_fields = ["name", "role"]


class FootnoteSerializer(RowSerializer):
    """Une note."""

    class Meta:
        model = m.Footnote
        fields = read_only_fields = ["marker", "text"]


class KeyFigureSerializer(RowSerializer):
    """Une mesure de la région à côté du Québec."""

    class Meta:
        model = m.KeyFigure
        fields = read_only_fields = [
            "theme", "label", "unit", "region_value", "quebec_value", "quebec_share", "region_note", "quebec_note",
            "source", "as_of",
        ]  # fmt: skip

    def to_representation(self, row):
        """Values are stored with three decimals; they are told with those the plan prints."""
        data = super().to_representation(row)
        for name in ("region_value", "quebec_value"):
            value = getattr(row, name)
            data[name] = None if value is None else format(printed(value, row.decimals), "f")
        return data


def printed(value, decimals: int):
    """The value with the plan's decimals, or with more when rounding would lose something."""
    short = value.quantize(Decimal(1).scaleb(-decimals))
    return short if short == value else value


class MRCFigureSerializer(RowSerializer):
    """Le taux d’assurance-emploi d’une MRC, en %."""

    mrc = MRCNameSerializer()

    class Meta:
        model = m.MRCFigure
        fields = read_only_fields = ["mrc", "value", "trend"]


class IssueSerializer(RowSerializer):
    """Un enjeu et ce qu’en retient la planification."""

    class Meta:
        model = m.Issue
        fields = read_only_fields = ["id", "title", "description", "retained"]


class SectorIssueSerializer(RowSerializer):
    """Les enjeux d’un secteur d’activité."""

    class Meta:
        model = m.SectorIssue
        fields = read_only_fields = ["name", "description"]


class SectorCommitteeSerializer(RowSerializer):
    """Un comité sectoriel retenu par le conseil régional."""

    class Meta:
        model = m.SectorCommittee
        fields = read_only_fields = ["name", "elements", "council_note"]


# --- Strategies ------------------------------------------------------------------------------------------------------


class ActionSerializer(RowSerializer):
    """Une piste d’action."""

    cles = PlaceSerializer(many=True)

    class Meta:
        model = m.Action
        fields = read_only_fields = ["id", "text", "lead", "start", "end", "status", "progress", "cles"]


class StrategySerializer(serializers.Serializer):
    """Une stratégie, numérotée par son champ et son rang."""

    id = serializers.IntegerField(source="row.pk", read_only=True)
    number = serializers.CharField(read_only=True)
    title = serializers.CharField(source="row.title", read_only=True)
    actions = ActionSerializer(many=True, read_only=True)


class PlanFieldSerializer(serializers.Serializer):
    """Un champ d’intervention : sa mise en situation et ses stratégies."""

    number = serializers.IntegerField(read_only=True)
    title = serializers.CharField(read_only=True)
    situation_heading = serializers.CharField(source="row.situation_heading", read_only=True)
    situation = ProseField(source="row.situation", read_only=True)
    strategies = StrategySerializer(many=True, read_only=True)


class OrientationSerializer(serializers.Serializer):
    """Une orientation nationale, son contexte régional et ses champs d’intervention."""

    number = serializers.IntegerField(read_only=True)
    title = serializers.CharField(read_only=True)
    context = ProseField(source="context.summary", read_only=True, allow_null=True)
    fields_of_intervention = PlanFieldSerializer(source="fields", many=True, read_only=True)


# --- Means -----------------------------------------------------------------------------------------------------------


class BudgetShareSerializer(RowSerializer):
    """La part d’un CLE, telle qu’elle est imprimée : % et k$."""

    territory = PlaceSerializer()

    class Meta:
        model = m.BudgetShare
        fields = read_only_fields = ["territory", "percent", "amount"]


class BudgetHistorySerializer(RowSerializer):
    """Le budget d’un exercice antérieur, en M$."""

    fiscal_year = FiscalYearField(source="year_id")

    class Meta:
        model = m.BudgetHistory
        fields = read_only_fields = ["fiscal_year", "opening", "later", "note"]


class BudgetSerializer(serializers.Serializer):
    """Le partage du budget : totaux imprimés, sommes recalculées, et ce qu’il faut en dire quand ils diffèrent."""

    envelope = ExactField(source="budget.envelope")
    printed_percent = ExactField(source="budget.printed_percent")
    is_hypothesis = serializers.BooleanField(source="budget.is_hypothesis", read_only=True)
    note = serializers.CharField(source="budget.note", read_only=True)
    shares = BudgetShareSerializer(many=True, read_only=True)
    amount_sum = ExactField()
    percent_sum = ExactField()
    notice = serializers.CharField(read_only=True)
    history = BudgetHistorySerializer(many=True, read_only=True)


class StaffCellSerializer(serializers.Serializer):
    """Un effectif, en équivalents temps complet (ETC)."""

    category = serializers.CharField(read_only=True)
    unit = serializers.CharField(read_only=True)
    fiscal_year = serializers.CharField(read_only=True)
    value = ExactField()


def staff_cells(staff: StaffTable | None) -> list[dict]:
    """The table, totals included, as one object a cell."""
    if staff is None:
        return []
    return [
        {"category": category, "unit": unit, "fiscal_year": year, "value": value}
        for category, values in staff.rows
        for (unit, year), value in zip(staff.columns, values, strict=True)
    ]


# --- Targets ---------------------------------------------------------------------------------------------------------


class PlanTargetSerializer(serializers.Serializer):
    """Une cible du plan. `attainment` est nul pour qui ne lit pas les résultats du territoire."""

    indicator = FigureIndicatorSerializer(source="*", read_only=True)
    initial_target = ExactField()
    target = ExactField()
    is_not_applicable = serializers.BooleanField(read_only=True)
    attainment = serializers.SerializerMethodField()

    @extend_schema_field(AttainmentSerializer(allow_null=True))
    def get_attainment(self, figure):
        return AttainmentSerializer(figure, context=self.context).data if self.context.get("reads_results") else None


class ExternalPartSerializer(serializers.Serializer):
    """La part d’une cible attendue des ressources externes."""

    indicator = FigureIndicatorSerializer(source="figure", read_only=True)
    value = ExactField()


class SolidarityTargetSerializer(PlanTargetSerializer):
    """Une cible régionale de Solidarité sociale à côté de la cible nationale."""

    national_target = ExactField()

    def to_representation(self, row):
        data = super().to_representation(row.figure)
        data["national_target"] = None if row.national is None else format(row.national, "f")
        return data


class ManagementObjectiveSerializer(RowSerializer):
    """Un objectif de gestion et les résultats attendus."""

    class Meta:
        model = m.ManagementObjective
        fields = read_only_fields = ["title", "expected_results"]


class ConformityActionSerializer(RowSerializer):
    """Une activité du plan régional de conformité."""

    class Meta:
        model = m.ConformityAction
        fields = read_only_fields = ["text"]


class EditionSerializer(serializers.ModelSerializer):
    """Une édition : le plan figé au moment d’un acte, et l’empreinte (SHA-256) de ce qui le fut."""

    class Meta:
        model = m.Edition
        fields = read_only_fields = ["number", "frozen_at", "sha256"]


class PlanDossierSerializer(serializers.Serializer):
    """Tout le plan, tel que la page le montre et que le document l’imprime, à la fin de `month`."""

    plan = PlanSerializer(read_only=True)
    month = serializers.SerializerMethodField()
    sections = serializers.SerializerMethodField()
    signatories = SignatorySerializer(many=True, read_only=True)
    key_figures = serializers.SerializerMethodField()
    mrc_figures = MRCFigureSerializer(many=True, read_only=True)
    issues = IssueSerializer(many=True, read_only=True)
    sector_issues = SectorIssueSerializer(many=True, read_only=True)
    sector_committees = SectorCommitteeSerializer(many=True, read_only=True)
    orientations = OrientationSerializer(many=True, read_only=True)
    budget = BudgetSerializer(read_only=True, allow_null=True)
    staff = serializers.SerializerMethodField()
    targets = serializers.SerializerMethodField()
    external = ExternalPartSerializer(many=True, read_only=True)
    solidarity_targets = serializers.SerializerMethodField()
    objectives = ManagementObjectiveSerializer(many=True, read_only=True)
    conformity = ConformityActionSerializer(many=True, read_only=True)
    footnotes = FootnoteSerializer(many=True, read_only=True)

    @extend_schema_field(CALENDAR_MONTH)
    def get_month(self, dossier: Dossier) -> str:
        return calendar_month(dossier.year, dossier.month)

    @extend_schema_field(SectionSerializer(many=True))
    def get_sections(self, dossier: Dossier):
        return SectionSerializer(dossier.sections.values(), many=True).data

    @extend_schema_field(KeyFigureSerializer(many=True))
    def get_key_figures(self, dossier: Dossier):
        return KeyFigureSerializer([row for _, rows in dossier.key_figures for row in rows], many=True).data

    @extend_schema_field(StaffCellSerializer(many=True))
    def get_staff(self, dossier: Dossier):
        return StaffCellSerializer(staff_cells(dossier.staff), many=True).data

    @extend_schema_field(PlanTargetSerializer(many=True))
    def get_targets(self, dossier: Dossier):
        figures = [figure for _, rows in dossier.targets for figure in rows]
        return PlanTargetSerializer(figures, many=True, context=self.context).data

    @extend_schema_field(SolidarityTargetSerializer(many=True))
    def get_solidarity_targets(self, dossier: Dossier):
        rows = [row for _, rows in dossier.solidarity_targets for row in rows]
        return SolidarityTargetSerializer(rows, many=True, context=self.context).data


class EditionStampSerializer(EditionSerializer):
    """L’édition dont le plan est lu. `is_whole` : son contenu répond encore à son empreinte."""

    is_whole = serializers.SerializerMethodField()

    class Meta(EditionSerializer.Meta):
        fields = read_only_fields = [*EditionSerializer.Meta.fields, "is_whole"]

    def get_is_whole(self, edition: m.Edition) -> bool:
        return is_whole(edition)


class EditionDossierSerializer(PlanDossierSerializer):
    """Tout le plan, tel qu’une édition l’a figé : ses textes et ses cibles, sans les résultats."""

    frozen = serializers.SerializerMethodField()

    @extend_schema_field(EditionStampSerializer)
    def get_frozen(self, dossier: Dossier):
        return EditionStampSerializer(self.context["edition"]).data


def told_edition(edition: m.Edition) -> dict:
    """An edition as the API and the public site tell it, from its frozen rows alone."""
    context = {"edition": edition, "reads_results": False, "projections": {}}
    return EditionDossierSerializer(edition_dossier(edition), context=context).data
