"""What one run is made of: what was asked, what it rests on, what was executed and what came of it."""

import datetime
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from turningpoint.errors import DataError, ParameterError
from turningpoint.outcome import Outcome
from turningpoint.reports.run.execute_notebook import CELL_TIMEOUT, START_TIMEOUT, Execution
from turningpoint.reports.run.input_hashes import Inputs, code_version, inputs_of
from turningpoint.reports.run.manifest import build_manifest
from turningpoint.reports.settings.editions import ROOT
from turningpoint.reports.settings.fit_to_data import check_against_data
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.settings.scope import Scope
from turningpoint.reports.settings.skipped_notebooks import reason_to_skip

NOTEBOOKS = ROOT / "notebooks"


@dataclass(frozen=True)
class Request:
    """What to report on and how.

    Attributes
    ----------
    parameters : as given; what is open is resolved from the data.
    output : the report's folder.
    edition, title : name of the edition; title of the page, made from outcome and intervention where it is empty.
    notebooks : folder of the notebooks; they run and are read in the order of their names.
    scope : how much of the report is made.
    cell_timeout, start_timeout : seconds.
    """

    parameters: Parameters
    output: Path
    edition: str = ""
    title: str = ""
    notebooks: Path = NOTEBOOKS
    scope: Scope = field(default_factory=Scope)
    cell_timeout: int = CELL_TIMEOUT
    start_timeout: int = START_TIMEOUT


@dataclass
class Run:
    """One run on its way: what it is made of, what was executed, what was skipped, since when."""

    request: Request
    parameters: Parameters
    outcome: Outcome
    books: list[Path]
    inputs: Inputs
    skipped: dict[str, str]
    executions: list[Execution] = field(default_factory=list)
    started: str = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"))
    clock: float = field(default_factory=time.perf_counter)

    @classmethod
    def prepare(cls, request: Request) -> "Run":
        """Check the request against the data and hash what it depends on; nothing is started."""
        fitted, only = check_against_data(request.scope.parameters(request.parameters)), request.scope.only
        parameters = fitted.parameters
        books = sorted(path for path in request.notebooks.glob("*.ipynb") if not path.name.startswith("."))
        if not books:
            raise DataError("holds no notebooks.", file=request.notebooks)
        reasons = {path.stem: reason_to_skip(path.stem, parameters) for path in books}
        if unfit := [reasons[stem] for stem in only if reasons[stem]]:
            raise ParameterError(f"--only asks for what has nothing to say here. {unfit[0]}")
        notice = request.scope.notice(request.parameters)
        inputs = inputs_of(parameters, books, title=request.title, root=ROOT, scope=notice)
        reasons |= {stem: f"{stem} is left out: it was not asked for." for stem in reasons if only and stem not in only}
        skipped = {stem: why for stem, why in reasons.items() if why}
        return cls(request, parameters, fitted.outcome, books, inputs, skipped)

    @property
    def failures(self) -> list[str]:
        """A sentence a notebook that failed."""
        return [
            f"notebook {done.stem} failed{f' in cell {done.cell}' if done.cell else ''}: {done.error}"
            for done in self.executions
            if done.error
        ]

    def require_unchanged(self) -> None:
        """Refuse a report some of whose notebooks may have read other data than others."""
        now = inputs_of(self.parameters, self.books, title=self.request.title, root=ROOT, scope=self.inputs.scope)
        changed = [name for name, sha256 in self.inputs.data.items() if now.data.get(name) != sha256]
        if changed:
            raise DataError(
                f"{' and '.join(changed)} changed while the report was made, so its parts may rest on different data.",
                file=self.parameters.data or None,
                remedy="Nothing was changed. Run it again when the file is at rest.",
            )

    def manifest(self, **told: Any) -> dict[str, Any]:
        """The manifest so far; ``told`` are the headlines, finding and failure that `build_manifest` takes."""
        return build_manifest(
            self.inputs, edition=self.request.edition, code=code_version(ROOT), executions=self.executions,
            skipped=self.skipped, started=self.started, seconds=time.perf_counter() - self.clock, **told,
        )  # fmt: skip
