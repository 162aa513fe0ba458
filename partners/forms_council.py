"""Forms of a council: a term, an interest, the rules. They clean, never write."""

from django import forms

from accounts.models import User
from partners.enums import MajorityRule, QuorumRule, TieBreak

_DATE = {"invalid": "Écrivez une date comme 2007-03-09.", "required": "Écrivez la date du début."}


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class TermForm(forms.Form):
    """Who takes a seat. `email` is that of their account, when they have one."""

    use_required_attribute = False
    name = forms.CharField(
        label="Nom de la personne", max_length=120, error_messages={"required": "Écrivez le nom de la personne."}
    )
    organisation = forms.CharField(label="Organisation", max_length=200, required=False)
    email = forms.EmailField(
        label="Courriel de son compte Jalon", required=False,
        help_text="Avec un compte, la personne annonce sa présence et vote elle-même.",
        error_messages={"invalid": "Écrivez une adresse de courriel complète."},
    )  # fmt: skip
    start = forms.DateField(label="Début du mandat", widget=_day(), error_messages=_DATE)
    end = forms.DateField(label="Fin du mandat", widget=_day(), required=False, error_messages=_DATE)
    is_substitute = forms.BooleanField(label="Cette personne supplée la ou le titulaire", required=False)

    def clean_email(self) -> User | None:
        email = self.cleaned_data["email"]
        if not email:
            return None
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise forms.ValidationError("Aucun compte n’a cette adresse. Laissez vide pour inscrire la personne sans.")
        return user

    @property
    def told(self) -> dict:
        """What the verb takes."""
        values = dict(self.cleaned_data)
        return values | {"user": values.pop("email")}


class RulesForm(forms.Form):
    """How the council decides."""

    use_required_attribute = False
    quorum_rule = forms.ChoiceField(label="Quorum", choices=QuorumRule, widget=forms.RadioSelect)
    quorum_number = forms.IntegerField(
        label="Nombre de sièges", required=False, min_value=1, max_value=99,
        help_text="Pour un nombre fixe seulement.",
        error_messages={"invalid": "Écrivez un nombre entier.", "min_value": "Écrivez au moins 1.",
                        "max_value": "Écrivez au plus 99."},
    )  # fmt: skip
    majority = forms.ChoiceField(label="Majorité", choices=MajorityRule, widget=forms.RadioSelect)
    tie_break = forms.ChoiceField(label="En cas d’égalité", choices=TieBreak, widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput)


class InterestForm(forms.Form):
    use_required_attribute = False
    matter = forms.CharField(
        label="Organisme ou affaire en cause", max_length=300,
        error_messages={"required": "Écrivez l’organisme ou l’affaire dont il s’agit."},
    )  # fmt: skip
