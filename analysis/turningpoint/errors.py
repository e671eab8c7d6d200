"""The errors of turningpoint: each says what was wrong, where, and what to do about it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class TurningpointError(Exception):
    """Base of every error this package raises on purpose. The command exits with ``exit_status``."""

    exit_status = 1


class InputError(TurningpointError):
    """Something the user gave cannot be used; nothing was run and nothing was changed."""

    exit_status = 2


class ParameterError(InputError):
    """A parameter is unknown, of the wrong type, out of range, or does not fit the data."""


class DesignError(InputError):
    """The design cannot be estimated: too few points, a singular matrix, an intervention outside."""


class DataError(InputError):
    """A file or table cannot be used.

    Parameters
    ----------
    problem : what is wrong, in words.
    file, column : where it stands.
    rows : line numbers of the file as an editor counts them (the header is line 1).
    remedy : what to do about it.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: object = None,
        column: str | None = None,
        rows: Sequence[int] = (),
        remedy: str = "",
    ) -> None:
        where = [str(file)] if file is not None else []
        where += [f"column {column!r}"] if column is not None else []
        if rows:
            shown = ", ".join(map(str, rows[:8]))
            more = f" and {len(rows) - 8} more" if len(rows) > 8 else ""
            where.append(f"{'row' if len(rows) == 1 else 'rows'} {shown}{more}")
        super().__init__((", ".join(where) + ": " if where else "") + problem + (f" {remedy}" if remedy else ""))
        self.problem, self.file, self.column, self.rows = problem, file, column, tuple(rows)


class IrregularTimesError(DataError):
    """Times in order of which some are left out, or that lie apart by more than one period."""


class Where(NamedTuple):
    """Where a column of texts stands, which an error about some of them names: ``rows`` has the row of each."""

    file: object = None
    column: str | None = None
    rows: Sequence[int] = ()

    def refused(
        self, problem: str, at: Iterable[int] = (), remedy: str = "", *, kind: type[DataError] = DataError
    ) -> DataError:
        """The error about the texts at these positions."""
        return kind(problem, file=self.file, column=self.column, rows=[int(self.rows[i]) for i in at], remedy=remedy)


class FitError(TurningpointError):
    """A model could not be fitted: no convergence, separation, overflow."""


class RunError(TurningpointError):
    """A report run failed; the previous report is untouched."""
