"""Sentences, tables and records of the checks of robustness."""

from turningpoint.reports.chapters.robustness import concurrent_events, records, report_checks, tables, verdict_block

__all__ = ["concurrent_events", "records", "report_checks", "tables", "verdict_block"]
