"""What is told of a decision, on a form of its own for each way that is open."""

from django import forms

from core.states import Transition
from plans.enums import Body
from plans.services_approval import Decision
from plans.workflow import BODY_OF, EXTEND, NUMBERED

_MEETINGS = {Body.COUNCIL, Body.COMMISSION, Body.MINISTER, Body.DEPUTY_MINISTER}


class DecisionForm(forms.Form):
    """The words of an act: only the fields that its way asks for. Cleans, never writes."""

    decided_on = forms.DateField(
        label="Date de la décision",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Écrivez une date comme 2007-03-09."},
    )
    resolution_number = forms.CharField(label="Numéro de la résolution", max_length=40, required=False)
    reason = forms.CharField(
        label="Motifs", widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=20_000
    )
    conditions = forms.CharField(
        label="Conditions", widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=20_000
    )
    people = forms.CharField(label="Personnes présentes ou signataires", max_length=300, required=False)
    new_end = forms.DateField(
        label="Nouvelle fin du plan",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Écrivez une date comme 2008-06-30."},
    )
    on_paper = forms.BooleanField(
        label="Cette décision a été prise sur papier, hors de Jalon", required=False,
        help_text="La vérification du plan n’est alors pas exigée.",
    )  # fmt: skip

    def __init__(self, *args, way: Transition, **kwargs):
        super().__init__(*args, prefix=way.name, **kwargs)
        self.use_required_attribute = False
        self.way = way
        if not way.act:
            is_meeting = way.reason and BODY_OF[way.name] in _MEETINGS  # it returns the plan, perhaps by a resolution
            self.fields["decided_on"].required = False
            for name in ("conditions",) if is_meeting else ("resolution_number", "conditions", "people"):
                del self.fields[name]
            if way.stamp or is_meeting:
                self.fields["decided_on"].help_text = "Laissez vide pour aujourd’hui."
            else:
                del self.fields["decided_on"]
        elif way.name in NUMBERED:
            self.fields["resolution_number"].required = True
        if way == EXTEND:
            self.fields["resolution_number"].label = "Numéro du décret"
        else:
            del self.fields["new_end"]
        if way.reason:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]
        if not (way.act or way.gated):
            del self.fields["on_paper"]
        for name, field in self.fields.items():
            field.error_messages["required"] = _ASKED.get(name, "Ce champ est nécessaire.")
        if "resolution_number" in self.fields:
            self.fields["resolution_number"].error_messages["required"] = NUMBERED.get(way.name, "")

    @property
    def decision(self) -> Decision:
        """What was told, for the verb."""
        return Decision(**{name: value for name, value in self.cleaned_data.items() if value not in (None, "")})


_ASKED = {
    "decided_on": "Écrivez la date de la décision.",
    "new_end": "Écrivez la nouvelle fin du plan.",
    "reason": "Écrivez les motifs : ils seront montrés avec l’acte.",
}
