"""What a report hands on beside its pages: the workbook of its tables and the briefing."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from turningpoint.reports.deliver.briefing import write_briefing
from turningpoint.reports.deliver.workbook import write_workbook
from turningpoint.reports.front.front import Front
from turningpoint.reports.page.citation import citation_line
from turningpoint.reports.page.page import KILL_RATIO, kicker, title_made
from turningpoint.reports.settings.fit_to_data import outcome_of
from turningpoint.reports.settings.parameters import Parameters


def deliver(
    run_folder: Path,
    front: Front,
    parts: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    parameters: Parameters,
    title: str,
    manifest: Mapping[str, Any],
    notice: str = "",
) -> None:
    """Write ``tables.xlsx``, where there is a table, and ``report.pdf`` into a run's folder.

    Parameters
    ----------
    run_folder : holds ``figures/`` and ``tables/``. front : what the page says first.
    parts : what each notebook handed over, by its stem, in reading order.
    parameters, title, manifest : of the run; an empty title is made as that of the page. notice : what it lacks.
    """
    outcome = outcome_of(parameters)
    title = title or title_made(parameters, outcome)
    write_workbook(run_folder, [part for each in parts.values() for part in each], title=title)
    of_series: list[Mapping[str, Any]] = []
    of_ratio: list[Mapping[str, Any]] = []
    for stem, each in parts.items():
        pictures = of_ratio if stem == KILL_RATIO else of_series
        pictures += [part for part in each if part["kind"] == "figure" and part.get("front")]
    report, citation = kicker(title, outcome, manifest), citation_line(title, manifest)
    write_briefing(run_folder, front, (of_series, of_ratio), report=report, citation=citation, notice=notice)
