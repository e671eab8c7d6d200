"""What a run would do, before anything is started or written: which notebooks, where to, about how long."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from turningpoint.reports.run.manifest import MANIFEST, up_to_date
from turningpoint.reports.run.report_folder import refuse_full, refuse_strangers, settled
from turningpoint.reports.run.run_state import Request, Run
from turningpoint.reports.settings.editions import DEFAULT, folder_of
from turningpoint.reports.settings.notebook_settings import listed_parameters
from turningpoint.reports.settings.parameters import Parameters, shareable

SIMULATES, READS, PAGE = 120.0, 12.0, 8.0
"""Seconds taken for a notebook that simulates, for one that does not, and for the page, where none were measured."""


@dataclass(frozen=True)
class Plan:
    """What would be run.

    Attributes
    ----------
    folder : where to. up_to_date : whether nothing would be run. scope : what a report that is not whole lacks.
    seconds : of each notebook that would be run, by its stem; those of the last run that measured it.
    skipped : why each other one is left out. settings : parameters that differ from the default, resolved.
    total : seconds in all, with so many at once. measured : in which report seconds were measured; empty for none.
    """

    folder: Path
    up_to_date: bool
    scope: str
    seconds: Mapping[str, float]
    skipped: Mapping[str, str]
    settings: Mapping[str, object]
    jobs: int
    total: float
    measured: str


def plan_of(request: Request, *, jobs: int, force: bool = False) -> Plan:
    """Say what a run would do; nothing is started and nothing written.

    Raises
    ------
    InputError
        What the run itself would refuse before it starts a kernel.
    """
    folder = settled(request.output)
    refuse_strangers(folder)
    if not request.scope.whole:
        refuse_full(folder)
    run = Run.prepare(request)
    wanted = [path for path in run.books if path.stem not in run.skipped]
    kept = ((report.name, _measured(report)) for report in (folder, folder_of(DEFAULT, {})))
    measured, known = next((one for one in kept if one[1]), ("", {}))
    seconds = {path.stem: known.get(path.stem) or _guess(path) for path in wanted}
    at_once = max(1, min(jobs, len(wanted)))
    defaults = Parameters().model_dump()
    return Plan(
        folder=folder,
        up_to_date=not force and up_to_date(folder, run.inputs.hash) is not None,
        scope=run.inputs.scope,
        seconds=seconds,
        skipped=run.skipped,
        settings={name: value for name, value in shareable(run.parameters).items() if value != defaults[name]},
        jobs=at_once,
        total=max(max(seconds.values(), default=0.0), sum(seconds.values()) / at_once) + PAGE,
        measured=measured,
    )


def _measured(report: Path) -> dict[str, float]:
    """Seconds by notebook that a report took; nothing where there is none."""
    try:
        books = json.loads((report / MANIFEST).read_text(encoding="utf-8"))["notebooks"]
        return {book["name"]: float(book["seconds"]) for book in books if book["seconds"]}
    except (OSError, ValueError, KeyError, TypeError):  # no report, or one of another form: seconds are estimated
        return {}


def _guess(notebook: Path) -> float:
    return SIMULATES if "replicates" in listed_parameters(notebook) else READS
