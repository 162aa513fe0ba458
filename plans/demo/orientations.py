"""The three orientations, in order.

Titles and figures come from the PAR 2007-2008 of Bas-Saint-Laurent; the prose is ours.
"""

from .orientation_one import ORIENTATION_ONE
from .orientation_three import ORIENTATION_THREE
from .orientation_two import ORIENTATION_TWO
from .schema import OrientationData

ORIENTATIONS: tuple[OrientationData, ...] = (
    ORIENTATION_ONE,
    ORIENTATION_TWO,
    ORIENTATION_THREE,
)
