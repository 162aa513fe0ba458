"""Long work on documents. The run's row tells everything; a task may be lost or delivered twice without harm."""

from celery import shared_task

from reports import services, services_public

SOFT_LIMIT = 600  # seconds; a document of four hundred pages takes thirty


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=SOFT_LIMIT + 30)
def build_report(run_id: int) -> bool:
    """Make the document of a run, unless another worker has it."""
    return services.execute_run(run_id)


@shared_task
def make_public_documents() -> int:
    """Every minute: published editions without a PDF get one."""
    return services_public.request_public_documents()


@shared_task
def pick_up_lost_runs() -> int:
    """Every minute: runs whose worker fell silent are handed over again."""
    return services.pick_up_lost_runs()
