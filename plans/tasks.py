"""Work on plans that is done after an answer was given."""

from celery import shared_task

from plans import review_mail


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=5)
def tell_mentioned(mention: int, site: str) -> bool:
    """Write to a person who was advised of a comment. Delivered twice, it writes once."""
    return review_mail.tell(mention, site)
