"""The message to a person who was advised of a comment: that there is one, and where. Never what it says."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from plans.models import Mention

_SUBJECT = "On vous avise d’un commentaire"
_TEXT = """Bonjour,

{author} vous avise d’un commentaire sur le {plan}.

Pour le lire et y répondre, connectez-vous à cette adresse :

{url}

Jalon – Plans d’action régionaux pour l’emploi
"""


def tell(number: int, site: str) -> bool:
    """Write to the person of a mention, once, if they may still read the thread; whether a message left."""
    mention = (
        Mention.objects.select_related("person", "comment__author", "comment__thread__plan__territory")
        .filter(pk=number, mailed_at__isnull=True, comment__withdrawn_at__isnull=True)
        .first()
    )
    if mention is None or not mention.person.is_active:
        return False
    if not Mention.objects.visible_to(mention.person).filter(pk=number).exists():
        return False
    if not Mention.objects.filter(pk=number, mailed_at__isnull=True).update(mailed_at=timezone.now()):
        return False
    thread = mention.comment.thread
    told = _TEXT.format(
        author=mention.comment.author,
        plan=f"{thread.plan.title}, {thread.plan.territory}",
        url=urljoin(site, thread.get_absolute_url()),
    )
    try:
        send_mail(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{_SUBJECT}", told, None, [mention.person.email])
    except OSError:  # nothing left: the next attempt may write
        Mention.objects.filter(pk=number).update(mailed_at=None)
        raise
    return True
