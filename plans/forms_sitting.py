"""Forms of a sitting: convocation, point, motion, close of a vote. They clean, never write."""

from __future__ import annotations

from django import forms

from partners.enums import VoteChoice
from partners.rules_council import Count
from plans.models import AgendaItem, AmendmentProposal
from plans.services_sitting import Convocation
from plans.sitting_enums import MotionAction, SittingMode, VoteMode
from plans.sitting_reads import Room

_MOMENT = {
    "invalid": "Écrivez une date et une heure comme 2007-03-09 19:00.",
    "required": "Écrivez la date et l’heure.",
}
_NUMBER = {
    "invalid": "Écrivez un nombre entier.",
    "min_value": "Écrivez 0 ou plus.",
    "max_value": "Ce nombre est trop grand.",
    "required": "Écrivez le compte, 0 s’il n’y en a pas.",
}
_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


class Plain(forms.Form):
    """A form whose fields are told in French by us, not by the browser."""

    use_required_attribute = False


def _moment(label: str, **options) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, widget=widget, input_formats=_FORMATS, error_messages=_MOMENT, **options)


class ConvocationForm(Plain):
    """When and where; the window bounds the votes at a distance."""

    starts_at = _moment("Date et heure de la séance")
    place = forms.CharField(
        label="Lieu, ou lien pour se joindre à distance", max_length=300,
        error_messages={"required": "Écrivez le lieu, ou le lien pour se joindre à distance."},
    )  # fmt: skip
    mode = forms.ChoiceField(label="La séance se tient", choices=SittingMode, widget=forms.RadioSelect)
    vote_opens_at = _moment("Le vote à distance ouvre", required=False)
    vote_closes_at = _moment(
        "Le vote à distance se clôt", required=False,
        help_text="Laissez vides l’ouverture et la clôture pour que l’on vote pendant la séance seulement.",
    )  # fmt: skip

    @property
    def convocation(self) -> Convocation:
        return Convocation(**self.cleaned_data)


class ItemForm(Plain):
    title = forms.CharField(
        label="Titre du point", max_length=200, error_messages={"required": "Écrivez le titre du point."}
    )
    body = forms.CharField(
        label="Présentation", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    plan = forms.BooleanField(
        label="Ce point porte sur le plan d’action régional", required=False,
        help_text="L’édition figée à sa soumission est jointe au point.",
    )  # fmt: skip


class MotionForm(Plain):
    """A motion on a point; mover and seconder are chosen among those who attend and vote."""

    text = forms.CharField(
        label="Il est proposé", max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Écrivez la proposition, telle qu’elle sera adoptée."},
    )  # fmt: skip
    mover_id = forms.TypedChoiceField(label="Proposée par", coerce=int)
    seconder_id = forms.TypedChoiceField(label="Appuyée par", coerce=int)
    mode = forms.ChoiceField(label="Le vote se prend", choices=VoteMode, initial=VoteMode.BALLOTS)
    action = forms.ChoiceField(label="Si elle est adoptée", choices=MotionAction, initial=MotionAction.NONE)
    reason = forms.CharField(
        label="Motifs du retour", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Pour un retour du plan à la région seulement.",
    )  # fmt: skip
    amendments = forms.TypedMultipleChoiceField(
        label="Avec ces amendements", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, item: AgendaItem, room: Room, proposals: list[AmendmentProposal] = (), **kwargs):
        super().__init__(*args, prefix=f"point{item.pk}", **kwargs)
        people = [("", "Choisir…")]
        people += [(line.seat.pk, f"{room.name_of(line.seat.pk)} ({line.seat})") for line in room.voters]
        for name in ("mover_id", "seconder_id"):
            self.fields[name].choices = people
            self.fields[name].error_messages = {
                "required": "Choisissez une personne présente, avec droit de vote.",
                "invalid_choice": "Cette personne n’est pas notée présente, ou n’a pas droit de vote.",
            }
        if item.plan_id is None:
            for name in ("action", "reason", "amendments"):
                del self.fields[name]
        elif not proposals:
            del self.fields["amendments"]
        else:
            self.fields["amendments"].choices = [(one.pk, one.label) for one in proposals]

    @property
    def told(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class CloseForm(Plain):
    """What is told when a vote is closed: the count of a vote by hand, the chair's voice, the number."""

    resolution_number = forms.CharField(
        label="Numéro de la résolution", max_length=40, required=False,
        help_text="Nécessaire si la proposition est adoptée.",
    )  # fmt: skip
    votes_for = forms.IntegerField(label="Pour", min_value=0, max_value=99, error_messages=_NUMBER)
    against = forms.IntegerField(label="Contre", min_value=0, max_value=99, error_messages=_NUMBER)
    abstain = forms.IntegerField(label="Abstentions", min_value=0, max_value=99, error_messages=_NUMBER)
    chair_vote = forms.ChoiceField(
        label="Voix de la présidence, en cas d’égalité", required=False,
        choices=[("", "Sans objet"), *VoteChoice.choices],
    )  # fmt: skip

    def __init__(self, *args, by_hand: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_hand = by_hand
        if not by_hand:
            for name in ("votes_for", "against", "abstain"):
                del self.fields[name]

    @property
    def told(self) -> dict:
        """What the verb takes."""
        cleaned = self.cleaned_data
        hand = Count(cleaned["votes_for"], cleaned["against"], cleaned["abstain"]) if self.by_hand else None
        return {
            "resolution_number": cleaned["resolution_number"],
            "chair_vote": cleaned["chair_vote"],
            "hand": hand,
        }


class ReasonForm(Plain):
    """The reason of a cancelled sitting, or of a recusal."""

    reason = forms.CharField(label="Motif", max_length=300, error_messages={"required": "Écrivez le motif."})


class MinutesForm(Plain):
    text = forms.CharField(
        label="Délibérations", required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 5})
    )


class AmendmentForm(Plain):
    """Another text for a field, and why."""

    new = forms.CharField(
        label="Texte proposé", required=False, max_length=100_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )  # fmt: skip
    reason = forms.CharField(
        label="Pourquoi", max_length=5_000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez pourquoi\u00a0: le motif sera lu avec la proposition."},
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)
