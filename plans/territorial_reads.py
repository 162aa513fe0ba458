"""What is looked for in a territorial plan, and what is still missing in it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from plans.enums import ActionStatus
from plans.territorial_dossier import PlaceLine, TerritorialDossier

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True)
class Search:
    """Words (in the name of a territory, a priority, an action or a partner), a territory, a status."""

    words: str = ""
    place: str = ""
    status: str | None = None  # None: any; the empty one is a status too (nothing was told)

    @property
    def is_empty(self) -> bool:
        return not (self.words.strip() or self.place or self.status is not None)


def fold(text: str) -> str:
    """Small letters without accents, with one kind of dash and of apostrophe: the sources write them in many ways."""
    plain = unicodedata.normalize("NFKD", text.translate(_DASHES).casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def found(dossier: TerritorialDossier, search: Search) -> tuple[PlaceLine, ...]:
    """The territories with only what answers the search; a territory that its own name finds is given whole.

    All the words must be found in the same action, its priorities and the name of its territory together.
    """
    words = fold(search.words).split()
    places = (place for place in dossier.places if not search.place or place.slug == search.place)
    return tuple(kept for place in places if (kept := _kept(place, words, search.status)))


def _kept(place: PlaceLine, words: list[str], status: str | None) -> PlaceLine | None:
    titles = {one.number: fold(one.title) for one in place.priorities}
    around = fold(f"{place.name} {' '.join(place.mrcs)}")

    def holds(text: str) -> bool:
        return all(word in text for word in words)

    actions = tuple(
        action
        for action in place.actions
        if (status is None or action.status == status)
        and holds(
            " ".join(
                (
                    around,
                    fold(f"{action.text} {action.partners} {action.lead}"),
                    *(titles.get(number, "") for number in action.priorities),
                )
            )
        )
    )
    numbers = {number for action in actions for number in action.priorities}
    if status is None:
        numbers |= {number for number, title in titles.items() if holds(f"{around} {title}")}
    if not actions and not numbers:
        return None
    return replace(place, actions=actions, priorities=tuple(one for one in place.priorities if one.number in numbers))


def gaps(places: tuple[PlaceLine, ...]) -> list[str]:
    """What keeps the plan from being adopted, in sentences."""
    sentences = []
    for place in places:
        alone = [str(action.number) for action in place.actions if not action.priorities]
        if alone:
            sentences.append(f"{place.name}\u00a0: aucune priorité pour l’action {', '.join(alone)}.")
        unanswered = [str(one.number) for one in place.priorities if not place.answers(one)]
        if unanswered:
            sentences.append(f"{place.name}\u00a0: aucune action pour la priorité {', '.join(unanswered)}.")
        if not place.priorities:
            sentences.append(f"{place.name}\u00a0: aucune priorité.")
    return sentences or ([] if places else ["Le plan n’a aucun territoire."])


def status_choices() -> tuple[tuple[str, str], ...]:
    """The statuses as a search offers them; « non-precise » stands for the empty one in an address."""
    return tuple((value or "non-precise", label) for value, label in ActionStatus.choices)
