"""A series counted from a publisher's file of events, read where a series of one's own may stand."""

from pathlib import Path

import numpy as np

from turningpoint.errors import DataError, ParameterError
from turningpoint.sources.event_files import count_events, release_of, series_of, told
from turningpoint.sources.event_files.formats import ACLED_COUNTRY_YEAR, PERIODS
from turningpoint.sources.event_files.recognise import UnknownFormatError, event_format
from turningpoint.sources.own_files.choices import Choices
from turningpoint.sources.own_files.dates import Dates
from turningpoint.sources.own_series import ALLOW, OwnSeries
from turningpoint.timeline import parse_times

EVENTS = "events"
"""The outcome that counts; any other is a column to sum."""
_NAME_THEM = (
    "A series of your own needs its columns named: --time COL --outcome COL (data_time, data_outcome in a report). An "
    "event file of another format is counted first, by its dates: turningpoint events FILE --date COL --out counts.csv."
)


def is_event_file(path: Path, *, sheet: str = "") -> bool:
    """Whether a file is counted where its columns are not named; a table by year with the year first is a series."""
    layout = event_format(path, sheet=sheet)
    by_year = layout is not None and layout.format is ACLED_COUNTRY_YEAR and layout.columns[0].lower() == "year"
    return layout is not None and not by_year


def read_event_series(
    path: str | Path,
    *,
    outcome: str | None = None,
    choices: Choices | None = None,
    allow_missing: bool = False,
    counts: bool = True,
) -> OwnSeries:
    """Count a file of a known format as ``turningpoint events`` does.

    Parameters
    ----------
    outcome : ``events``, or a column to sum; by default events.
    choices : ``group`` holds conditions as ``filters.read_conditions`` reads them, among them ``country=PAK``; ``by``
        the period, by default months, or the finest that a coarser file has; ``dates`` and ``sheet`` as elsewhere.
    allow_missing : whether periods of which the publisher lost the data may be missing.
    counts : whether sums must be whole.

    A `ParameterError` for a choice that says nothing of such a file, a `DataError` for what is wrong with the file.
    """
    path, choices = Path(path), choices or Choices()
    for name in ("decimal", "missing", "absent"):
        if getattr(choices, name):
            raise ParameterError(
                f"{name} says nothing of a file of events, which {path.name} is taken for: leave it out."
            )
    try:
        count = count_events(
            path,
            where=list(choices.group),
            by=choices.by,
            what=outcome or EVENTS,
            order=choices.dates if choices.dates != "ymd" else "",
            sheet=choices.sheet,
        )
    except UnknownFormatError as error:
        raise DataError(error.problem, file=path, rows=error.rows, remedy=_NAME_THEM) from None
    form = count.layout.format
    by = choices.by or PERIODS[max(PERIODS.index("month"), PERIODS.index(form.finest))]
    release = release_of(path.name, form)
    series = series_of(count, path, by=by, release=release)
    values = np.array([np.nan if value is None else value for value in series.values])
    if np.isnan(values).any() and not allow_missing:
        raise DataError("the publisher lost its data of some periods.", file=path, remedy=ALLOW)
    if counts and (values[~np.isnan(values)] % 1).any():
        raise DataError(
            "the sum of a period is not a whole number; a count is.",
            file=path,
            column=series.name,
            remedy="A measured outcome needs the gaussian likelihood: --likelihood gaussian.",
        )
    said = told(path.name, count, series, release)
    found = " ".join(line for line in said.splitlines() if not line.startswith("Filters that"))
    if "(--" in said:
        said += "\nOptions like --from and --to are those of turningpoint events, which keeps the series as a file."
    filters = f"; rows with {' and '.join(choices.group)}" if choices.group else ""
    summed = "Events counted" if series.name == EVENTS else f"The sum of {series.name}"
    return OwnSeries(
        path=path,
        outcome=series.name,
        times=parse_times(list(series.labels), file=path),
        values=values,
        said=said,
        dates=Dates(list(series.labels), days=by in ("day", "week")),
        definition=f"{summed} by {by} in {path.name} (SHA-256 {count.sha256}){filters}. {found}",
    )
