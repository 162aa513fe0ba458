"""Verbs on regional initiatives: tell, submit, return, retain, choose. Every act is kept with what was said.

    draft ──submit──▶ submitted ──accept──▶ accepted ──choose──▶ in the national report
      ▲                  │    ▲                │
      └──── edit ◀── returned └── submit       └── return_initiative

Nothing that the check points out is published: `accept_initiative` and `choose_initiative` refuse until each passage
was mended, or confirmed with a reason.
"""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.enums import Ability
from accounts.models import User
from core.errors import Conflict, Refused
from indicators.models import FiscalYear
from regions.models import Territory
from reports.annual_enums import InitiativeAct as Act
from reports.annual_enums import InitiativeState as State
from reports.annual_rules import may_edit_initiative, may_review, may_tell
from reports.initiatives_check import FIELD_WORDS, Finding, findings
from reports.initiatives_picture import clean_picture
from reports.models import Initiative, InitiativeConfirmation, InitiativeEvent, ReportHeading

MAY_NOT = "Seules la direction et la planification de la région racontent ses initiatives."
FROZEN = "Cette initiative est soumise : elle ne se modifie plus, à moins que le ministère ne la renvoie."
NATIONAL_ONLY = "La relecture et le choix des initiatives reviennent à la CPMT et au ministère."
_MEANWHILE = "Une autre personne a modifié cette initiative pendant que vous écriviez."
TEXTS = (
    "title", "summary", "partners", "results", "portrait_title", "portrait", "quotation", "quotation_by",
    "picture_text", "picture_credit",
)  # fmt: skip
_FIELDS = {*TEXTS, "is_pseudonym"}
_LONGEST = 20_000


# --- Telling ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def create_initiative(
    *, territory: Territory, year: FiscalYear, by: User, picture=None, source: str = "", synthetic: bool = False,
    **values: Any,
) -> Initiative:  # fmt: skip
    """A new draft. Refused without the right, without title or summary, or with a picture that has no text."""
    if not may_tell(by, territory):
        raise Refused(MAY_NOT)
    values = _cleaned(values)
    _check(values, has_picture=picture is not None)
    stored = _store(picture)
    initiative = Initiative.objects.create(
        territory=territory, year=year, picture=stored, source=source, is_synthetic=synthetic, created_by=by, **values
    )
    return _told(initiative, Act.CREATED, "", by)


@transaction.atomic
def edit_initiative(
    *, initiative: Initiative, expected_version: int, by: User, picture=None, remove_picture: bool = False,
    **values: Any,
) -> Initiative:  # fmt: skip
    """Change a draft, or what was returned. Conflict, holding the row as it stands, when somebody wrote first."""
    if not may_tell(by, initiative.territory):
        raise Refused(MAY_NOT)
    current = Initiative.objects.select_for_update(of=("self",)).select_related("territory").get(pk=initiative.pk)
    if not may_edit_initiative(by, current):
        raise Refused(FROZEN)
    if current.version != expected_version:
        raise Conflict(_MEANWHILE, current=current)
    values = _cleaned(values)
    keeps = bool(current.picture) and not remove_picture
    _check({name: getattr(current, name) for name in _FIELDS} | values, has_picture=picture is not None or keeps)
    if picture is not None:
        values["picture"] = _store(picture)
    elif remove_picture:
        values["picture"] = ""
    done = Initiative.objects.filter(pk=current.pk, version=expected_version).update(
        version=F("version") + 1, touched_at=timezone.now(), **values
    )
    if not done:
        raise Conflict(_MEANWHILE, current=Initiative.objects.get(pk=current.pk))
    current.refresh_from_db()
    return _told(current, Act.EDITED, "", by)


@transaction.atomic
def submit_initiative(*, initiative: Initiative, by: User) -> Initiative:
    """Hand it to the ministry."""
    if not may_tell(by, initiative.territory):
        raise Refused(MAY_NOT)
    return _move(initiative, (State.DRAFT, State.RETURNED), State.SUBMITTED, Act.SUBMITTED, "", by)


# --- Reviewing --------------------------------------------------------------------------------------------------------


@transaction.atomic
def comment_initiative(*, initiative: Initiative, text: str, by: User) -> Initiative:
    """Say something of it without moving it: its authors and the ministry may."""
    if not (may_review(by, initiative) or may_tell(by, initiative.territory)):
        raise Refused(NATIONAL_ONLY)
    return _told(initiative, Act.COMMENTED, _needed(text, "Écrivez un commentaire."), by)


@transaction.atomic
def return_initiative(*, initiative: Initiative, reason: str, by: User) -> Initiative:
    """Give it back to its region with the reason. What was chosen leaves the national report."""
    _check_reviewer(by, initiative)
    reason = _needed(reason, "Dites à la région ce qu’il faut revoir.")
    return _move(initiative, (State.SUBMITTED, State.ACCEPTED), State.RETURNED, Act.RETURNED, reason, by, heading=None)


@transaction.atomic
def accept_initiative(*, initiative: Initiative, by: User) -> Initiative:
    """Retain it for the reports. Refused while the check points out a passage that nobody mended nor confirmed."""
    _check_reviewer(by, initiative)
    _check_publishable(initiative)
    return _move(initiative, (State.SUBMITTED,), State.ACCEPTED, Act.ACCEPTED, "", by)


@transaction.atomic
def choose_initiative(*, initiative: Initiative, heading: ReportHeading | None, by: User) -> Initiative:
    """Tell it in the national report under a heading, after the others; None sets it aside."""
    _check_reviewer(by, initiative)
    if heading is None:
        act, said, values = Act.SET_ASIDE, "", {"heading": None}
    else:
        if heading.year_id != initiative.year_id:
            raise Refused(
                "Cette rubrique est celle d’un autre exercice.", fields={"heading": "Choisissez-en une autre."}
            )
        _check_publishable(initiative)
        last = heading.initiatives.aggregate(last=Max("position"))["last"] or 0
        act, said, values = Act.CHOSEN, str(heading)[:300], {"heading": heading, "position": last + 1}
    return _move(initiative, (State.ACCEPTED,), State.ACCEPTED, act, said, by, **values)


@transaction.atomic
def confirm_passage(*, initiative: Initiative, field: str, fragment: str, reason: str, by: User) -> Initiative:
    """Keep a passage that the check points out, with the reason why it may be published."""
    if not (may_review(by, initiative) or may_tell(by, initiative.territory)):
        raise Refused(MAY_NOT)
    if (field, fragment) not in {finding.key for finding in findings_of(initiative)}:
        raise Refused("Ce passage n’est plus dans le texte : il n’y a rien à confirmer.")
    reason = _needed(reason, "Dites pourquoi ce passage peut être publié.")
    InitiativeConfirmation.objects.update_or_create(
        initiative=initiative, field=field, fragment=fragment, defaults={"reason": reason[:300], "author": by}
    )
    return _told(initiative, Act.CONFIRMED, f"«\u00a0{fragment}\u00a0»\u00a0: {reason}", by)


@transaction.atomic
def add_heading(*, year: FiscalYear, title: str, by: User) -> ReportHeading:
    """A heading of the national report of a year, after the others."""
    national = Territory.objects.national()
    if not by.may(Ability.ACT_NATIONALLY, national):
        raise Refused(NATIONAL_ONLY)
    title = _needed(title, "Donnez le titre de la rubrique.")[:300]
    last = ReportHeading.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    return ReportHeading.objects.create(year=year, number=last + 1, title=title)


# --- The check --------------------------------------------------------------------------------------------------------


def findings_of(initiative: Initiative) -> tuple[Finding, ...]:
    """All that the check points out in an initiative, confirmed or not."""
    return findings({name: getattr(initiative, name) for name in FIELD_WORDS}, pseudonyms=initiative.is_pseudonym)


def open_findings(initiative: Initiative) -> tuple[Finding, ...]:
    """What still asks to be mended or confirmed."""
    confirmed = {(one.field, one.fragment) for one in initiative.confirmations.all()}
    return tuple(finding for finding in findings_of(initiative) if finding.key not in confirmed)


def _check_publishable(initiative: Initiative) -> None:
    found = open_findings(initiative)
    if found:
        count = f"{len(found)} passages sont" if len(found) > 1 else "Un passage est"
        raise Refused(f"{count} à corriger ou à confirmer avant la publication. {found[0].sentence}")


# --- Rules ------------------------------------------------------------------------------------------------------------


def _check_reviewer(by: User, initiative: Initiative) -> None:
    if not may_review(by, initiative):
        raise Refused(NATIONAL_ONLY)


def _check(values: dict[str, Any], *, has_picture: bool) -> None:
    if unknown := set(values) - _FIELDS:
        raise Refused(f"Champ inconnu : {', '.join(sorted(unknown))}.")
    fields = {}
    if not values.get("title"):
        fields["title"] = "Donnez un titre à l’initiative."
    if not values.get("summary"):
        fields["summary"] = "Dites en quelques phrases ce qui a été fait."
    if has_picture and not values.get("picture_text"):
        fields["picture_text"] = "Décrivez l’image pour les personnes qui ne la voient pas."
    if values.get("quotation") and not values.get("quotation_by"):
        fields["quotation_by"] = "Dites de qui est la citation, sans la nommer : « une participante », par exemple."
    for name in TEXTS:
        limit = Initiative._meta.get_field(name).max_length or _LONGEST
        if len(values.get(name) or "") > limit:
            fields[name] = f"Ce texte compte {len(values[name])} caractères; la limite est de {limit}."
    if fields:
        raise Refused(" ".join(fields.values()), fields=fields)


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value for name, value in values.items()
    }


def _needed(text: str, sentence: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused(sentence, fields={"text": sentence})
    return text


def _store(picture) -> str:
    """The name under which the cleaned picture is kept; nothing without a picture. Twice the same is kept once."""
    if picture is None:
        return ""
    cleaned = clean_picture(picture)
    name = f"initiatives/{cleaned.name}"
    return name if default_storage.exists(name) else default_storage.save(name, cleaned)


def _move(initiative: Initiative, sources, target: State, act: Act, text: str, by: User, **values) -> Initiative:
    """One conditional UPDATE: of two people who act at once, one is told."""
    moved = Initiative.objects.filter(pk=initiative.pk, state__in=sources).update(state=target, **values)
    initiative.refresh_from_db()
    if not moved:
        raise Refused(f"Cet acte n’est pas possible : l’initiative est « {initiative.get_state_display().lower()} ».")
    return _told(initiative, act, text, by)


def _told(initiative: Initiative, act: Act, text: str, by: User) -> Initiative:
    InitiativeEvent.objects.create(initiative=initiative, act=act, text=text, version=initiative.version, author=by)
    return initiative
