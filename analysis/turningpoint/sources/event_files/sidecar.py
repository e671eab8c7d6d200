"""What is told of a series counted from events, in words and in a sidecar: never a row of the file."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from turningpoint import __version__
from turningpoint.number_format import counted
from turningpoint.sources.event_files.release import Release
from turningpoint.sources.event_files.series import EventSeries
from turningpoint.sources.event_files.tally import Count


def sidecar_place(out: Path) -> Path:
    """Where the sidecar of a series stands: beside it, under its name, with the ending toml."""
    return out.with_suffix(".toml")


def sidecar(
    series: EventSeries, count: Count, path: Path, *, release: Release, country: str | None, where: Sequence[str]
) -> str:
    """Write the sidecar as TOML. Of the file it has the name without its folder, the checksum and numbers of rows."""
    form = count.layout.format
    summed = "events" if count.what == "events" else f"the sum of {count.what}"
    facts: dict[str, object] = {
        "title": form.title,
        "format": form.name,
        "file": path.name,
        "sha256": count.sha256,
        "bytes": count.size,
        "release": release.name or "not stated",
        "terms": form.terms,
        "country": country or "",
        "where": list(where),
        "coverage_start": series.labels[0],
        "coverage_end": series.labels[-1],
        "rows": len(series.labels),
        "rows_read": count.rows,
        "rows_kept": count.kept,
        "total": series.total,
        "one_row": f"a {series.by}; zero where nothing happened, empty where the publisher has no data",
        "notes": list(series.notes),
        "series_sha256": hashlib.sha256(series.csv().encode()).hexdigest(),
        "made_by": f"turningpoint events, version {__version__}",
    }
    lines = [f"{name} = {_value(value)}" for name, value in facts.items()]
    lines += ["", "[left_out]", *(f"{json.dumps(name)} = {_value(value)}" for name, value in series.left_out.items())]
    lines += ["", "[columns]", f"{series.by} = {json.dumps(f'the {series.by}')}"]
    lines += [f"{json.dumps(series.name)} = {json.dumps(f'{summed} in the {series.by}', ensure_ascii=False)}"]
    return "\n".join(lines) + "\n"


def told(name: str, found: Count, series: EventSeries, release: Release) -> str:
    """Say in lines what a file was taken for, what came out and what did not."""
    form = found.layout.format
    known = f", release {release.name}" if release.name else ""
    total = f"{series.total:,.10g} {'events' if series.name == 'events' else f'of {series.name}'}"
    lines = [
        f"{name} is taken for {form.name}{known}: {form.title}.",
        f"{found.kept:,} of {found.rows:,} rows are counted, {total} in {counted(len(series.labels), series.by)}, "
        f"{series.labels[0]} to {series.labels[-1]}; a {series.by} without any is zero.",
        *(f"Left out: {value:,.10g} ({reason})." for reason, value in series.left_out.items()),
        *series.notes,
    ]
    if form.offers:
        lines.append(f"Filters that people use with it, none applied unasked: {', '.join(form.offers)} (--where).")
    return "\n".join([*lines, *([form.terms] if form.terms else [])])


def _value(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        value = int(value)
    # A text of JSON is one of TOML, but for the sign DEL, which TOML wants written out.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
