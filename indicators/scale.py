"""Between what people write (Decimal) and what databases add exactly (scaled integers)."""

from decimal import Decimal

from core.errors import Refused
from core.formats import nombre


def scale(value: Decimal | int | None, decimals: int) -> int | None:
    """8 100 → 8100 (0 decimals); 3,679 → 3679 (3 decimals). Refused when the value is more precise than allowed."""
    if value is None:
        return None
    scaled = Decimal(value).scaleb(decimals)
    if scaled != scaled.to_integral_value():
        allowed = f"{decimals} décimale{'s' if decimals > 1 else ''} au plus" if decimals else "un nombre entier"
        raise Refused(f"La valeur {nombre(value)} est trop précise : cet indicateur admet {allowed}.")
    return int(scaled)


def unscale(scaled: int | None, decimals: int) -> Decimal | None:
    """8100 → Decimal('8100'); 3679 with 3 decimals → Decimal('3.679'). Exact."""
    return None if scaled is None else Decimal(scaled).scaleb(-decimals)
