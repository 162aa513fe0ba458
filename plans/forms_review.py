"""Forms of the review: words, whom they advise, a suggested text, the reason of a refusal. They clean, never write."""

from __future__ import annotations

from django import forms

from plans.forms import LONGEST_TEXT, PROSE_HELP
from plans.forms_sitting import Plain
from plans.review import Filters, Reader
from plans.review_anchors import new_token
from plans.review_enums import ReviewBody, ThreadState
from plans.review_rules import Voice
from plans.services_review import Words

_AGAIN = "Ce formulaire a perdu sa marque\u00a0: envoyez-le de nouveau."
PRIVATE, SHARED = "instance", "partage"


class CommentForm(Plain):
    """A comment: its words, in whose name when there is a choice, whom it advises, the text that it suggests.

    `text_now` is the text as it reads, when another one may be suggested: left as it is, nothing is suggested.
    """

    text = forms.CharField(
        label="Votre commentaire", required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-mention-from": True}),
    )  # fmt: skip
    suggestion = forms.CharField(
        label="Texte proposé", required=False, strip=False, max_length=LONGEST_TEXT,
        help_text="Changez ce texte pour en proposer un autre; laissez-le tel quel pour commenter seulement.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    voice = forms.ChoiceField(label="Vous commentez au nom de")
    advised = forms.TypedMultipleChoiceField(
        label="Aviser", coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Une des personnes choisies ne peut pas lire ce fil."},
    )  # fmt: skip
    token = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _AGAIN, "invalid": _AGAIN})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, data=None, *, voices: list[Voice], readers: list[Reader], text_now: str | None, version: int = 0,
        is_prose: bool = False,
    ):  # fmt: skip
        initial = {"token": new_token(), "version": version, "suggestion": text_now, "voice": voices[0].key}
        super().__init__(data, initial=initial)
        self.voices = {one.key: one for one in voices}
        self.text_now = text_now
        self.fields["voice"].choices = [(one.key, one.label) for one in voices]
        self.fields["advised"].choices = _groups(readers)
        if len(voices) == 1:
            del self.fields["voice"]
        if not readers:
            del self.fields["advised"]
        if text_now is None:
            del self.fields["suggestion"]
        elif is_prose:
            self.fields["suggestion"].help_text += f" {PROSE_HELP}"

    @property
    def voice_told(self) -> Voice:
        return self.voices.get(self.cleaned_data.get("voice")) or next(iter(self.voices.values()))

    def words(self, site: str) -> Words:
        """What the verbs take."""
        told = self.cleaned_data
        return Words(
            told["text"], told["token"], told.get("advised", ()), self._suggestion(), told["version"] or 0, site
        )

    def _suggestion(self) -> str | None:
        told = self.cleaned_data.get("suggestion")
        if not _one(told) or _one(told) == _one(self.text_now):
            return None  # to propose that a text goes away is said in words
        return told.replace("\r\n", "\n")

    @property
    def is_suggesting(self) -> bool:
        """Whether the box of the suggested text is to be found open."""
        if "suggestion" not in self.fields or not self.is_bound:
            return False
        return _one(self["suggestion"].value()) not in {"", _one(self.text_now)}


class ThreadForm(CommentForm):
    """The comment that opens a thread, and who reads the thread."""

    scope = forms.ChoiceField(
        label="Qui lira ce fil", widget=forms.RadioSelect, initial=PRIVATE,
        error_messages={"required": "Choisissez qui lira ce fil."},
    )  # fmt: skip
    field_order = ("text", "suggestion", "voice", "scope", "advised")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = ", ".join(one.label for one in self.voices.values())
        inside = "L’instance au nom de laquelle vous commentez" if len(self.voices) > 1 else own
        self.fields["scope"].choices = [
            (PRIVATE, f"{inside} seulement"),
            (SHARED, "Tous ceux qui lisent ce plan avant sa publication"),
        ]

    @property
    def is_shared(self) -> bool:
        return self.cleaned_data["scope"] == SHARED


def _groups(readers: list[Reader]) -> list:
    """The people of the body first; the others, who read shared threads only, apart."""
    own = [(one.person.pk, one.label) for one in readers if one.in_body]
    others = [(one.person.pk, one.label) for one in readers if not one.in_body]
    if not own or not others:
        return own or others
    return [("Lisent aussi un fil réservé", own), ("Lisent un fil partagé seulement", others)]


def _one(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class WordsForm(Plain):
    """The words of a comment, said otherwise."""

    text = forms.CharField(
        label="Votre commentaire", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class DeclineForm(Plain):
    text = forms.CharField(
        label="Pourquoi la décliner", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AcceptForm(Plain):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class FilterForm(Plain):
    """Which threads are listed. An unknown choice is taken for none."""

    partie = forms.ChoiceField(label="Partie", required=False)
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Ouverts"), ("resolus", "Résolus"), ("tous", "Tous")]
    )
    instance = forms.ChoiceField(label="Instance", required=False, choices=[("", "Toutes"), *ReviewBody.choices])
    miens = forms.BooleanField(label="Que j’ai ouverts", required=False)
    moi = forms.BooleanField(label="Où je suis avisé", required=False)

    def __init__(self, data, kinds: list[tuple[str, str]]):
        super().__init__(data)
        self.fields["partie"].choices = [("", "Toutes"), *kinds]
        self.is_valid()

    @property
    def filters(self) -> Filters:
        told = self.cleaned_data
        state = {"resolus": ThreadState.RESOLVED, "tous": ""}.get(told.get("etat", ""), ThreadState.OPEN)
        return Filters(
            told.get("partie", ""), state, told.get("instance", ""), told.get("miens", False), told.get("moi", False)
        )
