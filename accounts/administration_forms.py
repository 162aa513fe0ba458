"""Forms of the administration of accesses. They clean, never write."""

from __future__ import annotations

from django import forms
from django.db.models import TextChoices

from accounts.administration import STATES, places_beneath
from accounts.administration_rules import roles_to_grant
from accounts.enums import JournalEvent, Role
from accounts.models import User
from regions.models import Territory

_DATE = {"invalid": "Écrivez une date comme 2007-03-09."}


class Purpose(TextChoices):
    """Why somebody looks at the rights of others."""

    KEEP = "keep", "Tenir les accès à jour"
    REVIEW = "review", "Faire la revue des accès"
    ANSWER = "answer", "Répondre à une demande"
    INCIDENT = "incident", "Examiner un incident"


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _search() -> forms.TextInput:
    return forms.TextInput(attrs={"type": "search"})


class PurposeForm(forms.Form):
    """Said before the rights of others are shown."""

    use_required_attribute = False
    purpose = forms.ChoiceField(
        label="Pourquoi consultez-vous ces accès?", choices=Purpose, widget=forms.RadioSelect, initial=Purpose.KEEP,
        error_messages={"required": "Choisissez une raison.", "invalid_choice": "Choisissez une raison."},
    )  # fmt: skip
    detail = forms.CharField(label="Précisions", max_length=200, required=False)

    @property
    def sentence(self) -> str:
        label = Purpose(self.cleaned_data["purpose"]).label
        detail = self.cleaned_data["detail"].strip()
        return f"{label}\u00a0: {detail}" if detail else label


class RoleForm(forms.Form):
    """A role, where, and from when to when."""

    use_required_attribute = False
    role = forms.ChoiceField(label="Rôle", error_messages={"required": "Choisissez un rôle."})
    territory = forms.ModelChoiceField(
        label="Territoire", queryset=Territory.objects.none(), empty_label=None,
        error_messages={"required": "Choisissez un territoire.", "invalid_choice": "Choisissez un de vos territoires."},
    )  # fmt: skip
    start = forms.DateField(
        label="Premier jour", widget=_day(), required=False, error_messages=_DATE,
        help_text="Vide\u00a0: dès aujourd’hui.",
    )  # fmt: skip
    end = forms.DateField(
        label="Dernier jour", widget=_day(), required=False, error_messages=_DATE,
        help_text="Vide\u00a0: sans fin prévue.",
    )  # fmt: skip

    def __init__(self, *args, by: User, territory: Territory, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles_to_grant(by, territory)]
        self.fields["territory"].queryset = places_beneath(territory)
        self.fields["territory"].initial = territory.pk

    @property
    def told(self) -> dict:
        """What the verbs take."""
        return self.cleaned_data | {"role": Role(self.cleaned_data["role"])}


class InvitationForm(RoleForm):
    field_order = ("email", "name", "role", "territory", "start", "end")
    email = forms.EmailField(
        label="Adresse de courriel", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Une personne qui a déjà un compte reçoit le rôle tout de suite.",
        error_messages={"required": "Écrivez une adresse de courriel.", "invalid": "Écrivez une adresse complète."},
    )  # fmt: skip
    name = forms.CharField(label="Nom", max_length=120, error_messages={"required": "Écrivez le nom de la personne."})


class EndForm(forms.Form):
    """The last day of a role; `seen` is the end that the page showed."""

    use_required_attribute = False
    on = forms.DateField(label="Dernier jour du rôle", widget=_day(), required=False, error_messages=_DATE)
    seen = forms.DateField(widget=forms.HiddenInput, required=False)


class AcceptForm(forms.Form):
    """The invited person's name and password."""

    use_required_attribute = False
    name = forms.CharField(label="Votre nom", max_length=120, error_messages={"required": "Écrivez votre nom."})
    password = forms.CharField(
        label="Mot de passe", max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Au moins 12 caractères. Une phrase que personne d’autre ne connaît fait un bon mot de passe.",
        error_messages={"required": "Choisissez un mot de passe."},
    )  # fmt: skip
    again = forms.CharField(
        label="Le même mot de passe, encore une fois", max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Écrivez le mot de passe une seconde fois."},
    )  # fmt: skip

    def clean(self) -> dict:
        told = super().clean()
        if told.get("password") and told.get("again") and told["password"] != told["again"]:
            self.add_error("again", "Les deux mots de passe diffèrent.")
        return told


class PeopleFilter(forms.Form):
    """What a list of people is narrowed to. A filter that cannot be read is told, and narrows nothing."""

    q = forms.CharField(label="Nom ou adresse", max_length=120, required=False, widget=_search())
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous"), *Role.choices])
    territoire = forms.ModelChoiceField(
        label="Territoire", queryset=Territory.objects.none(), required=False, empty_label="Tous"
    )
    etat = forms.ChoiceField(label="Personnes", required=False, choices=list(STATES.items()))

    def __init__(self, *args, territory: Territory, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territoire"].queryset = places_beneath(territory)


class JournalFilter(forms.Form):
    """What the journal is narrowed to."""

    evenement = forms.ChoiceField(label="Événement", required=False, choices=[("", "Tous"), *JournalEvent.choices])
    personne = forms.CharField(label="Personne (nom ou adresse)", max_length=120, required=False, widget=_search())
    territoire = forms.ModelChoiceField(
        label="Territoire", queryset=Territory.objects.none(), required=False, empty_label="Tous"
    )
    du = forms.DateField(label="Du", widget=_day(), required=False, error_messages=_DATE)
    au = forms.DateField(label="Au", widget=_day(), required=False, error_messages=_DATE)

    def __init__(self, *args, territory: Territory, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territoire"].queryset = places_beneath(territory)
