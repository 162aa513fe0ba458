"""Work on plans that is done after an answer was given."""

from celery import shared_task

from plans import review_mail, sitting_mail
from plans.models import Sitting


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=5)
def tell_mentioned(mention: int, site: str) -> bool:
    """Write to a person who was advised of a comment. Delivered twice, it writes once."""
    return review_mail.tell(mention, site)


@shared_task
def tell_convened(sitting: int, site: str) -> int:
    """Write to everybody who sits, each by a task of their own: one message that fails is tried again alone."""
    found = Sitting.objects.select_related("council").get(pk=sitting)
    people = sitting_mail.recipients(found)
    for person in people:
        send_convocation.delay(found.pk, found.version, person.pk, site)
    return len(people)


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=5)
def send_convocation(sitting: int, version: int, person: int, site: str) -> bool:
    """Write to one of them."""
    return sitting_mail.send_convocation(sitting, version, person, site)
