"""Invitations: a role offered by mail, with a signed link that opens once and for some days.

The link holds the number of the invitation and a word drawn anew at each sending: the last one sent is the only one
that opens. Whoever has an account already receives the role at once, and a mail that says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.administration_rules import may_grant
from accounts.enums import LEVELS, InvitationState, JournalEvent, Role
from accounts.journal import record
from accounts.models import Invitation, Membership, User
from accounts.services import NOT_YOURS, create_person, grant_role
from core.errors import Conflict, Refused
from regions.models import Territory

_SALT = "jalon.invitation"


class Closed(Refused):
    """The link of an invitation does not open; `state` says why, for the page: unknown, expired, withdrawn, used."""

    def __init__(self, state: str, message: str):
        super().__init__(message)
        self.state = state


@dataclass(frozen=True)
class Sent:
    """What an invitation became: a mail with a link, or a role granted at once to somebody already known."""

    invitation: Invitation | None = None
    membership: Membership | None = None


@transaction.atomic
def invite(
    *, email: str, name: str, role: Role, territory: Territory, by: User, site: str,
    start: date | None = None, end: date | None = None,
) -> Sent:  # fmt: skip
    """Offer a role to an address. `site` is the address of this server, for the link.

    Refused as granting the role would be, for dates that are past or reversed, and when the same offer awaits already.
    """
    role, email, name = Role(role), email.strip().lower(), name.strip()
    known = User.objects.filter(email__iexact=email).first()
    if known is not None:
        membership = grant_role(user=known, role=role, territory=territory, start=start, end=end, by=by)
        _mail(known.email, "role_granted", {"membership": membership, "by": by, "site": site})
        return Sent(membership=membership)
    _check(role, territory, start, end, by)
    if not name:
        raise Refused("Écrivez le nom de la personne.", fields={"name": "Écrivez le nom de la personne."})
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email, name=name, role=role, territory=territory, start=start, end=end, invited_by=by,
                nonce=_nonce(), sent_at=timezone.now(),
            )  # fmt: skip
    except IntegrityError as error:
        sentence = "Cette adresse est déjà invitée à ce rôle. Renvoyez l’invitation, ou retirez-la d’abord."
        raise Refused(sentence, fields={"email": sentence}) from error
    _tell(JournalEvent.INVITATION_SENT, invitation, by, "Invitation de")
    _send(invitation, by, site)
    return Sent(invitation=invitation)


@transaction.atomic
def resend(*, invitation: Invitation, by: User, site: str) -> Invitation:
    """Send a new link, for as many days anew; the former opens no more. Conflict when the answer came meanwhile."""
    _check_hand(invitation, by)
    _move(invitation, nonce=_nonce(), sent_at=timezone.now())
    _tell(JournalEvent.INVITATION_RESENT, invitation, by, "Invitation renvoyée à")
    _send(invitation, by, site)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> Invitation:
    """Take the offer back: its link says so from now on. Conflict when the answer came meanwhile."""
    _check_hand(invitation, by)
    _move(invitation, state=InvitationState.WITHDRAWN, answered_at=timezone.now())
    _tell(JournalEvent.INVITATION_WITHDRAWN, invitation, by, "Invitation retirée à")
    return invitation


@transaction.atomic
def accept(*, token: str, name: str = "", password: str = "") -> Membership:
    """The invited person answers: the account is made, with the password chosen, and the role begins.

    Who has had an account since the sending only receives the role. Raises Closed when the link does not open, and
    Refused for a password too weak, or when whoever invited may no longer hand out that role.
    """
    invitation = open_link(token)
    role = Role(invitation.role)
    inviter = invitation.invited_by
    if not inviter.is_active or not may_grant(inviter, role, invitation.territory):
        raise Refused(
            f"{inviter} n’administre plus ces accès. Demandez une nouvelle invitation à la personne qui les administre."
        )
    today = timezone.localdate()
    if invitation.end and invitation.end < today:
        raise Refused("La période de ce rôle est passée. Demandez une nouvelle invitation.")
    person = User.objects.filter(email__iexact=invitation.email).first()
    if person is None:
        person = _make_account(invitation, name, password)
    start = max(invitation.start, today) if invitation.start else today
    membership = grant_role(
        user=person, role=role, territory=invitation.territory, start=start, end=invitation.end, by=inviter
    )
    _move(invitation, state=InvitationState.ACCEPTED, answered_at=timezone.now(), accepted_by=person)
    _tell(JournalEvent.INVITATION_ACCEPTED, invitation, person, "Invitation acceptée par")
    return membership


def open_link(token: str) -> Invitation:
    """The invitation of a link that opens; Closed, with the reason, when it does not."""
    unknown = Closed("unknown", "Ce lien n’est pas celui d’une invitation. Vérifiez qu’il est entier.")
    try:
        number, nonce = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise unknown from error
    invitation = Invitation.objects.select_related("territory__parent__parent", "invited_by").filter(pk=number).first()
    if invitation is None:
        raise unknown
    if invitation.state == InvitationState.ACCEPTED:
        raise Closed("used", "Cette invitation a déjà servi. Connectez-vous avec le mot de passe choisi alors.")
    if invitation.state == InvitationState.WITHDRAWN:
        raise Closed("withdrawn", "Cette invitation a été retirée par l’administration des accès.")
    if invitation.nonce != nonce:
        raise Closed("replaced", "Un lien plus récent vous a été envoyé. Ouvrez le dernier courriel reçu.")
    if invitation.is_expired:
        raise Closed("expired", "Ce lien a expiré. Demandez à la personne qui vous a invité de le renvoyer.")
    return invitation


def token_of(invitation: Invitation) -> str:
    return signing.dumps([invitation.pk, invitation.nonce], salt=_SALT)


def _make_account(invitation: Invitation, name: str, password: str) -> User:
    try:
        validate_password(password, User(email=invitation.email, name=name or invitation.name))
    except ValidationError as error:
        sentence = " ".join(error.messages)
        raise Refused(sentence, fields={"password": sentence}) from error
    return create_person(
        email=invitation.email, name=name.strip() or invitation.name, password=password,
        territory=invitation.territory, by=invitation.invited_by,
    )  # fmt: skip


def _check(role: Role, territory: Territory, start: date | None, end: date | None, by: User) -> None:
    if territory.kind not in LEVELS[role]:
        raise Refused(f"Le rôle «\u00a0{role.label}\u00a0» ne s’exerce pas au niveau de\u00a0: {territory}.")
    if not may_grant(by, role, territory):
        raise Refused(NOT_YOURS.format(role=role.label, territory=territory))
    first_day = start or timezone.localdate()
    if end and end < max(first_day, timezone.localdate()):
        sentence = "La fin du rôle précède son début, ou est déjà passée."
        raise Refused(sentence, fields={"end": sentence})


def _check_hand(invitation: Invitation, by: User) -> None:
    if not may_grant(by, invitation.role, invitation.territory):
        raise Refused(NOT_YOURS.format(role=invitation.get_role_display(), territory=invitation.territory))


def _move(invitation: Invitation, **columns) -> None:
    """Change an invitation that is still pending with the word that was read; else Conflict."""
    pending = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.PENDING, nonce=invitation.nonce)
    if not pending.update(**columns):
        current = Invitation.objects.get(pk=invitation.pk)
        raise Conflict(f"Cette invitation a changé entre-temps\u00a0: {current.get_state_display()}.", current=current)
    for name, value in columns.items():
        setattr(invitation, name, value)


def _nonce() -> str:
    return get_random_string(32)


def _tell(event: JournalEvent, invitation: Invitation, by: User, words: str) -> None:
    record(
        event=event, by=by, territory=invitation.territory, subject=invitation,
        detail=f"{words} {invitation}\u00a0: {invitation.get_role_display()}, {invitation.territory}.",
    )  # fmt: skip


def _send(invitation: Invitation, by: User, site: str) -> None:
    link = site.rstrip("/") + reverse("invitation_accept", args=[token_of(invitation)])
    _mail(invitation.email, "invitation", {"invitation": invitation, "by": by, "link": link})


def _mail(to: str, name: str, context: dict) -> None:
    """Once the transaction is kept: a mail must not tell of what was undone."""
    subject = render_to_string(f"accounts/email/{name}_subject.txt", context).strip()
    text = render_to_string(f"accounts/email/{name}_message.txt", context)
    title = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}"
    # A mail server that fails is logged; the invitation stands and may be sent again.
    transaction.on_commit(lambda: send_mail(title, text, None, [to]), robust=True)
