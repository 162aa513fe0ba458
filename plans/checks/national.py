"""The checks of a national plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plans.checks.gaps import Gap
from plans.checks.known import Known
from plans.checks.regional import frame, notes, targets, texts

NATIONAL: tuple[Callable[[Known], Iterator[Gap]], ...] = (texts, targets, frame, notes)
