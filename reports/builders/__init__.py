"""Makers of documents: each takes a territory and a year, tells its steps, and returns the finished file."""

from collections.abc import Callable

from core.pdf import PdfFile
from reports.builders.par import build_par
from reports.builders.steps import STEPS, Progress, Step, silent
from reports.enums import DocumentKind

BUILDERS: dict[str, Callable[..., PdfFile]] = {DocumentKind.PAR: build_par}

__all__ = ["BUILDERS", "STEPS", "Progress", "Step", "build_par", "silent"]
