"""A refusal told on the form that asked for it."""

from django import forms

from core.errors import Refused


def tell(form: forms.Form, refused: Refused) -> None:
    """Put each sentence beside its field, and what belongs to none above the form."""
    named = {name: sentence for name, sentence in refused.fields.items() if name in form.fields}
    for name, sentence in named.items():
        form.add_error(name, sentence)
    if not named:
        form.add_error(None, refused.message)
