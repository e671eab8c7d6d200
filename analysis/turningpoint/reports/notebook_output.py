"""What a notebook calls to say something: a number, a sentence, a figure, a table.

Everything is displayed, as text that is the same on every machine. When the environment variable ``TURNINGPOINT_RUN``
names a folder, it is also handed to the run: one JSON object a line, in order, in
``parts/<TURNINGPOINT_NOTEBOOK>.jsonl``, and files in ``figures/`` and ``tables/``. Every object has a ``kind``:

- ``result``: what :func:`record` was given (``id``, ``estimand``, ``estimate``, ``low``, ``high``, …);
- ``headline``, ``text``: ``markdown``;
- ``verdict``: ``html``, which stands before everything else on the report's front;
- ``figure``: ``name``, ``caption``, ``alt``, ``front``, ``files`` (paths below the run folder);
- ``table``: ``name``, ``caption``, ``front``, ``html``, ``files``.
"""

import base64
import json
import math
import os
import pickle
import re
from collections.abc import Callable, Mapping
from numbers import Integral, Real
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display

from turningpoint.errors import RunError
from turningpoint.figures.drawing.page_svg import page_svg, phone_svg
from turningpoint.figures.drawing.picture import Picture
from turningpoint.figures.drawing.style import rendered
from turningpoint.files import reason, write_file
from turningpoint.names import as_markup, as_plain, plain_frame
from turningpoint.number_format import confidence_label, decimals_for, display_frame, fixed, interval, sentence_case
from turningpoint.reports.table_markup import html_table, tex_table, text_table

RUN, NOTEBOOK = "TURNINGPOINT_RUN", "TURNINGPOINT_NOTEBOOK"
"""Environment variables that name the run's folder and the notebook's stem."""

KIND = "turningpoint"
"""Key in an output's metadata under which its kind stands; the page's template reads it."""

Plain = str | int | float | bool | None | Mapping[str, "Plain"]


def record(
    id: str,
    *,
    estimand: str,
    estimate: float | str | None,
    low: float | str | None = None,
    high: float | str | None = None,
    confidence: float | None = None,
    method: str = "",
    unit: str = "",
    source: str = "",
    window: str = "",
    **extra: Plain,
) -> None:
    """Record one number of the report under a stable id; display it in one line.

    Parameters
    ----------
    id : lower-case words joined by dots and underscores (``attacks.level_ratio``); a claim is ``claims.C01``, a part
        of one ``claims.C05a``.
    estimand : what is estimated, in words.
    estimate : None where there is a verdict but no number; a period is text, its ends too.
    low, high : ends of the interval; None is an open end.
    confidence : level of the interval; needed where there is an end.
    method, unit, source, window : how, in what, from what, over which periods.
    **extra : further plain fields, e.g. ``verdict``; not ``kind``, which says that this is a result.

    Raises
    ------
    RunError
        An id that is not stable, a number that is not finite, a field that is not plain, an interval without a level
        or that does not hold its estimate, or an id recorded twice in one run.
    """
    if not re.fullmatch(r"[a-z0-9_.]+|claims\.C\d\d[a-z]?", id):
        raise RunError(f"result id {id!r}: use lower-case letters, digits, dots and underscores only.")
    fields: dict[str, Plain] = {
        "id": id, "estimand": estimand, "estimate": estimate, "low": low, "high": high, "confidence": confidence,
        "method": method, "unit": unit, "source": source, "window": window, **extra,
    }  # fmt: skip
    fields = {name: _plain(value, f"result {id!r}, field {name!r}") for name, value in fields.items()}
    if "kind" in extra:
        raise RunError(f"result {id!r} has a field 'kind', by which results are told from figures. Name it otherwise.")
    if (low is not None or high is not None) and confidence is None:
        raise RunError(f"result {id!r} has an interval but no confidence. Give its level.")
    if low is not None and high is not None and low > high:  # type: ignore[operator]  # both text, or both numbers
        raise RunError(f"result {id!r}: the interval runs backwards, from {low} to {high}.")
    _hand_over({"kind": "result", **fields}, unique="id")
    _show({"text/plain": result_line(fields)}, kind="result")


def tell(markdown: str) -> None:
    """Display a paragraph of Markdown with computed numbers in it."""
    _say(markdown, "text")


def headline(markdown: str) -> None:
    """Display a sentence that also stands on the report's front, in the order of the calls."""
    _say(markdown, "headline")


def _say(markdown: str, kind: str) -> None:
    written = as_markup(markdown)
    _hand_over({"kind": kind, "markdown": written})
    _show({"text/markdown": written, "text/plain": as_plain(markdown)}, kind=kind)


def show_verdict(html: str, text: str) -> None:
    """Display the verdict block, which also stands first on the report's front; ``text`` is the same in plain text."""
    written = as_markup(html)
    _hand_over({"kind": "verdict", "html": written})
    _show({"text/html": written, "text/plain": as_plain(text)}, kind="verdict")


def show_picture(name: str, picture: Picture, *, front: bool = False) -> None:
    """Display a figure with its alternative text; leave it as SVG and PNG with its data as CSV in the run's folder.

    How it looks on a page and on a phone, and what it was drawn from, is kept in ``pictures/``.

    Parameters
    ----------
    name : file name without ending, lower-case letters, digits and underscores.
    picture : its figure is closed afterwards.
    front : show it on the report's front as well.

    Raises
    ------
    RunError
        No alternative text or caption, or a name that is used already.
    """
    alt, caption, again = as_plain(picture.alt), picture.caption, picture.again
    for what, text in (("alternative text", alt), ("caption", caption)):
        if not text.strip():
            raise RunError(f"figure {name!r} has no {what}. Say in a sentence or two what it shows.")
    contents = figure_files(picture)
    plt.close(picture.figure)
    files = _write("figures", name, contents)
    if files:
        _write("pictures", name, {"svg": page_svg(picture.figure)})
    if files and again is not None:
        _write("pictures", name, {"narrow.svg": phone_svg(again), "pickle": pickle.dumps(again)})
    _hand_over({"kind": "figure", "name": name, "caption": caption, "alt": alt, "front": front, "files": files})
    width = round(picture.figure.get_figwidth() * 100)
    _show(
        {"image/png": base64.b64encode(contents["png"]).decode("ascii"), "text/plain": f"Figure {name}: {alt}"},
        kind="figure", name=name, caption=caption, front=front, image={"alt": alt, "width": width},
    )  # fmt: skip


def figure_files(picture: Picture) -> dict[str, bytes]:
    """Contents of the files of a figure by their ending; the same bytes every time."""
    figure = picture.figure
    return {"svg": rendered(figure, "svg"), "png": rendered(figure, "png"), "csv": _csv(picture.data)}


def show_table(
    name: str,
    frame: pd.DataFrame,
    *,
    caption: str,
    front: bool = False,
    formats: Mapping[str, Callable[[Any], str]] | None = None,
    data: pd.DataFrame | None = None,
    on_page: bool = True,
) -> None:
    """Display a table, rounded; leave it as CSV (unrounded) and TeX (as displayed) in the run's folder.

    Parameters
    ----------
    name : file name without ending, lower-case letters, digits and underscores.
    frame : what is shown, without its index. Text is shown as it is, numbers as ``display_frame``
        writes them.
    caption : what the table shows, with source and units.
    front : show it on the report's front as well.
    formats : column → function that writes one cell, where the default rounding does not fit.
    data : the unrounded table for the CSV where ``frame`` holds text that was rounded before.
    on_page : whether a report's page shows it, or names it and links its file.

    Raises
    ------
    RunError
        No caption, or a name that is used already.
    """
    if not caption.strip():
        raise RunError(f"table {name!r} has no caption. Say what it shows, with source and units.")
    shown = display_frame(frame, formats).rename(columns=sentence_case)
    html = html_table(shown, caption)
    contents = {"csv": _csv(frame if data is None else data), "tex": tex_table(shown, caption, name).encode()}
    files = _write("tables", name, contents)
    _hand_over({"kind": "table", "name": name, "caption": caption, "front": front, "html": html, "files": files})
    _show(
        {"text/html": html, "text/plain": text_table(shown, caption)},
        kind="table", name=name, caption=caption, front=front, on_page=on_page,
    )  # fmt: skip


def _plain(value: Any, where: str) -> Plain:
    """Turn a scalar into what JSON holds, refusing what it does not."""
    if type(value).__module__ == "numpy" and getattr(value, "ndim", 1) == 0:
        value = value.item()
    if isinstance(value, str):
        return as_plain(value)
    if isinstance(value, Mapping):
        return {key: _plain(item, where) for key, item in value.items()}
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        if not math.isfinite(value):
            raise RunError(f"{where} is {value}: give None for an open end or a number that cannot be estimated.")
        return float(value)
    raise RunError(f"{where} is a {type(value).__name__}: give text, a number, a truth value or None.")


def result_line(fields: Mapping[str, Any]) -> str:
    """Write a recorded result in one line, rounded: what a notebook shows of it."""
    estimate, low, high, level = (fields[name] for name in ("estimate", "low", "high", "confidence"))
    if isinstance(estimate, str):
        label = "" if level is None else f" ({confidence_label(level).replace('interval', 'range')} {low} to {high})"
        return f"{fields['id']}: {estimate}{label}"
    if estimate is None and low is None and high is None:
        return f"{fields['id']}: {fields.get('verdict', 'no number')}"
    whole = isinstance(estimate, int) and low is None and high is None
    places = 0 if whole else decimals_for(estimate, low, high)
    shown = fixed(estimate, places) if estimate is not None else "no estimate"
    ends = f" ({confidence_label(level)} {interval(low, high, decimals=places)})" if level is not None else ""
    return f"{fields['id']}: {shown}{ends}"


def _show(bundle: dict[str, str], *, kind: str, image: Mapping[str, Any] | None = None, **about: Any) -> None:
    metadata: dict[str, Any] = {KIND: {"kind": kind, **about}}
    if image is not None:
        metadata["image/png"] = dict(image)
    display(bundle, raw=True, metadata=metadata)  # type: ignore[no-untyped-call]


def run_folder() -> Path | None:
    """Folder of the run that this kernel works for; None outside a run."""
    return Path(os.environ[RUN]) if os.environ.get(RUN) else None


def _hand_over(part: dict[str, Any], *, unique: str = "") -> None:
    """Append one part to the notebook's list in the run's folder, if there is a run."""
    folder = run_folder()
    if folder is None:
        return
    stem = os.environ.get(NOTEBOOK, "")
    if not stem:
        raise RunError(f"{RUN} is set but {NOTEBOOK} is not. Set it to the notebook's name without ending.")
    path = folder / "parts" / f"{stem}.jsonl"
    _make(path.parent)
    if unique and path.exists():
        before = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        if any(part[unique] == old.get(unique) and old["kind"] == part["kind"] for old in before):
            raise RunError(f"{part['kind']} {part[unique]!r} is recorded twice in {stem}. Give each its own id.")
    line = json.dumps(part, ensure_ascii=False, allow_nan=False) + "\n"
    try:
        with path.open("a", encoding="utf-8", newline="\n") as lines:
            lines.write(line)
    except OSError as error:
        raise RunError(f"{path.name} cannot be written to the folder {path.parent}: {reason(error)}.") from error


def _write(kind: str, name: str, contents: Mapping[str, bytes]) -> list[str]:
    """Write files into the run's folder, if there is a run; give their paths below it."""
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise RunError(f"name {name!r} in {kind}: use lower-case letters, digits and underscores only.")
    folder = run_folder()
    if folder is None:
        return []
    _make(folder / kind)
    for ending, content in contents.items():
        path = folder / kind / f"{name}.{ending}"
        if path.exists():
            raise RunError(f"{kind}/{path.name} is written already. Give every figure and table its own name.")
        write_file(path, content)
    return [f"{kind}/{name}.{ending}" for ending in contents]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"the folder {folder} cannot be made: {reason(error)}.") from error


def _csv(frame: pd.DataFrame) -> bytes:
    return plain_frame(frame).to_csv(index=False, lineterminator="\n").encode("utf-8")
