"""Types of the demonstration data.

Titles and figures come from the PAR 2007-2008 of Bas-Saint-Laurent; the prose is ours.
Numbers are strings with a decimal point and no separators, or ints; None when absent.
Prose uses the markup of core.prose; it names key figures by their label (`{{chiffre-cle:taux-de-chomage.region}}`),
which the loader turns into rows, and notes by their marker (`[^1]`).
"""

from typing import NamedTuple


class SectionData(NamedTuple):
    """A titled text of the plan, in document order; volet is "employment" or "solidarity"."""

    volet: str
    key: str
    number: str
    title: str
    body: str


class HeadingData(NamedTuple):
    """A printed heading that only groups numbered sections or tables (no text of its own)."""

    volet: str
    number: str
    title: str


class SignatoryData(NamedTuple):
    """A person who signs the foreword."""

    name: str
    role: str


class KeyFigureData(NamedTuple):
    """A figure of the labour-market portrait; quebec_share is the region in % of Québec."""

    theme: str
    label: str
    unit: str
    decimals: int
    region: str | None
    quebec: str | None = None
    quebec_share: str | None = None
    region_note: str = ""
    quebec_note: str = ""
    source: str = ""
    as_of: str = ""
    beside_mrcs: bool = False


class MrcFigureData(NamedTuple):
    """Employment insurance rate (%) of an MRC and trend of its number of recipients."""

    mrc_code: str
    value: str
    trend: str


class IssueData(NamedTuple):
    """A planning issue (enjeu) and what the plan retains."""

    number: int
    title: str
    description: str
    retained: str


class SectorData(NamedTuple):
    """A sector issue: an industry and why the plan watches it."""

    number: int
    name: str
    description: str


class CommitteeData(NamedTuple):
    """A sector workforce committee: elements of its plan, and the view of the council."""

    number: int
    name: str
    elements: str
    council_note: str


class StrategyData(NamedTuple):
    """A strategy ("1.1") and its actions (pistes d’action)."""

    number: str
    title: str
    actions: tuple[str, ...]


class FieldData(NamedTuple):
    """A field of intervention: its situation and its strategies."""

    number: int
    title: str
    situation_heading: str
    situation: str
    strategies: tuple[StrategyData, ...]


class OrientationData(NamedTuple):
    """A corporate orientation and its fields of intervention."""

    number: int
    title: str
    summary: str
    fields: tuple[FieldData, ...]


class BudgetShareData(NamedTuple):
    """Share of the envelope of a local office, as printed: percent, and amount in k$."""

    mrc_code: str
    percent: str
    amount: int


class BudgetHistoryData(NamedTuple):
    """Opening budget and later commitments of a past fiscal year, in M$."""

    fiscal_year: str
    opening: str
    later: str
    note: str


class StaffData(NamedTuple):
    """Staff of a unit ("income_security" or "employment"); year is the first of the fiscal year."""

    category: str
    unit: str
    year: int
    value: str


class ObjectiveData(NamedTuple):
    """A management objective of the Solidarité sociale part and its expected results."""

    number: int
    title: str
    results: tuple[str, ...]


class ConformityActionData(NamedTuple):
    """An item of the regional conformity action plan."""

    number: int
    text: str
