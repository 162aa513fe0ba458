"""Long work on indicators."""

from celery import shared_task

from indicators import engine, verification


@shared_task
def recompute_attainment(years: list[int] | None = None, indicators: list[int] | None = None, territories=None) -> int:
    """Derive attainment again for a scope, or everything. Idempotent: running it twice changes nothing more."""
    if years is None:
        return engine.recompute_all()
    return engine.recompute(
        engine.Scope(
            tuple(years),
            tuple(indicators) if indicators is not None else None,
            tuple(territories) if territories is not None else None,
        )
    )


@shared_task
def verify_attainment(sample: int = verification.SAMPLE) -> int:
    """Every night: recompute a sample of derived rows apart from the engine; returns how many differences there are."""
    return len(verification.verify(sample=sample).differences)
