"""All key figures of the labour-market portrait, and employment insurance by MRC.

Titles and figures come from the PAR 2007-2008 of Bas-Saint-Laurent; the prose is ours.
"""

from .key_figures_economy import ECONOMY_FIGURES
from .key_figures_people import EI_RATE_QUEBEC, EI_RATE_REGION, PEOPLE_FIGURES
from .schema import KeyFigureData, MrcFigureData

__all__ = ["EI_RATE_QUEBEC", "EI_RATE_REGION", "KEY_FIGURES", "MRC_FIGURES"]

KEY_FIGURES: tuple[KeyFigureData, ...] = PEOPLE_FIGURES + ECONOMY_FIGURES

MRC_FIGURES: tuple[MrcFigureData, ...] = (
    MrcFigureData("070", "15.2", "strong_up"),
    MrcFigureData("080", "14.6", "strong_down"),
    MrcFigureData("110", "12.5", "slight_up"),
    MrcFigureData("130", "12.1", "strong_up"),
    MrcFigureData("090", "10.8", "down"),
    MrcFigureData("100", "9.1", "strong_down"),
    MrcFigureData("120", "8.8", "slight_up"),
    MrcFigureData("140", "8.5", "down"),
)
