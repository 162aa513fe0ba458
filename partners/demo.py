"""The demonstration council of Bas-Saint-Laurent: fictional people in the seats that the law gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from partners.enums import College
from partners.models import Council
from partners.services_council import create_council, declare_interest, fill_seat, set_chair
from regions.models import Territory

SINCE = date(2005, 4, 1)


class Sits(NamedTuple):
    """Who holds a seat, of which organisation; `key` is that of the cast, for those who have an account."""

    name: str
    organisation: str
    key: str = ""


C = College
HOLDERS: dict[College, tuple[Sits, ...]] = {
    C.LABOUR: (
        Sits("Réjean Dubé", "Syndicat fictif des travailleuses et travailleurs du bois", "member"),
        Sits("Ginette Caron", "Conseil central fictif du Bas-Saint-Laurent"),
        Sits("Yvon Morin", "Syndicat fictif de la construction"),
        Sits("Manon Bérubé", "Syndicat fictif de la santé"),
        Sits("Gaétan Lagacé", "Union fictive des producteurs agricoles"),
        Sits("Lise Pineau", "Syndicat fictif du commerce"),
    ),
    C.BUSINESS: (
        Sits("André Castonguay", "Scierie fictive du Témis"),
        Sits("Diane Boucher", "Chambre de commerce fictive de Rimouski"),
        Sits("Denis Fournier", "Tourbières fictives Fournier"),
        Sits("Carole Michaud", "Transport fictif Michaud"),
        Sits("Benoît Saint-Pierre", "Éoliennes fictives du Littoral"),
        Sits("Nicole D’Amours", "Auberge fictive du Bic"),
    ),
    C.COMMUNITY: (
        Sits("Suzanne Rioux", "Carrefour jeunesse fictif"),
        Sits("Paul-Émile Gendron", "Regroupement fictif pour l’emploi des femmes"),
    ),
    C.EDUCATION: (
        Sits("Martine Soucy", "Commission scolaire fictive de l’Estuaire"),
        Sits("Jean-Yves Côté", "Cégep fictif du Littoral"),
        Sits("Claire Deschênes", "Université fictive du Bas-du-Fleuve"),
        Sits("Robert Thibault", "Centre fictif de formation professionnelle"),
    ),
    C.LOCAL: (Sits("Francine Ross", "Centre local de développement fictif"),),
    C.MINISTRY: (Sits("Hélène Thériault", "Direction régionale", "director"),),
    C.OBSERVER: (
        Sits("Alain Jobin", "Conférence régionale fictive des élus"),
        Sits("Sonia Turcotte", "Ministère fictif du Développement économique"),
        Sits("Michel Landry", "Ministère fictif de l’Éducation"),
    ),
}


@transaction.atomic
def build_demo_council(people: Mapping[str, User]) -> Council:
    """The council with its 20 voting members and 3 without vote; returned as it is when it was built before."""
    region = Territory.objects.get(code="01")
    existing = Council.objects.filter(territory=region).first()
    if existing:
        return existing
    council = create_council(territory=region, by=None)
    seats = {(seat.college, seat.number): seat for seat in council.seats.select_related("council__territory")}
    terms = {
        (college, rank): fill_seat(
            seat=seats[college, rank], name=one.name, organisation=one.organisation, user=people.get(one.key),
            start=SINCE, by=None,
        )
        for college, holders in HOLDERS.items()
        for rank, one in enumerate(holders, start=1)
    }  # fmt: skip
    ministry = seats[College.MINISTRY, 1]
    secretary = people["secretary"]
    fill_seat(
        seat=ministry, name=secretary.name, organisation="Direction régionale", user=secretary, start=SINCE, by=None,
        is_substitute=True,
    )  # fmt: skip
    set_chair(seat=seats[College.BUSINESS, 1], by=None)
    declare_interest(
        term=terms[College.COMMUNITY, 1], matter="Carrefour jeunesse fictif\u00a0: entente de service avec la région",
        on=SINCE, by=people["director"],
    )  # fmt: skip
    return council
