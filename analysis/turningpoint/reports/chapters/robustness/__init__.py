"""Sentences, tables and records of the checks of robustness."""

from turningpoint.reports.chapters.robustness import (
    break_dates,
    concurrent_events,
    placebos,
    report_checks,
    specifications,
    verdict_block,
)

__all__ = ["break_dates", "concurrent_events", "placebos", "report_checks", "specifications", "verdict_block"]
