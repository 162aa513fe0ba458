"""With whom: the regional councils of labour-market partners, and the organisations that take part in actions."""

from partners.models.council import Council, Interest, Seat, SeatTerm
from partners.models.organisation import Organisation

__all__ = ["Council", "Interest", "Organisation", "Seat", "SeatTerm"]
