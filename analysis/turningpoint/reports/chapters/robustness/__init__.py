"""Sentences, tables and records of the checks of robustness."""

from turningpoint.reports.chapters.robustness import records, report_checks, tables, verdict_block

__all__ = ["records", "report_checks", "tables", "verdict_block"]
