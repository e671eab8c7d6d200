"""The page of a report: one file that opens anywhere, the answer first, nothing fetched from anywhere."""

import html
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from turningpoint.files import write_file
from turningpoint.names import as_plain
from turningpoint.number_format import MISSING, sentence_case
from turningpoint.outcome import Outcome
from turningpoint.reports.page.notebook_chapter import TEMPLATE, chapter_of, figure_html, inline, scrolling, table_html
from turningpoint.reports.page.provenance import run_facts, sources
from turningpoint.reports.settings.fit_to_data import outcome_of, with_window_end
from turningpoint.reports.settings.parameter_table import parameter_table
from turningpoint.reports.settings.parameters import Parameters, shareable
from turningpoint.reports.settings.question import counted, event_in_words, question
from turningpoint.reports.table_markup import html_table

_LAST = (("parameters", "What was set"), ("provenance", "Data, versions, downloads"))


def build_page(
    run_folder: Path,
    *,
    title: str,
    notebooks: Sequence[Path],
    parts: Mapping[str, Sequence[Mapping[str, Any]]],
    parameters: Parameters,
    manifest: Mapping[str, Any],
    skipped: Mapping[str, str],
    failed: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """Write ``index.html`` of a report: one self-contained file with style and figures inside.

    Order: what was asked and what is counted; the answer (verdict block, headlines, front figures and tables); the
    notebooks' stories, skipped parts in their place; the parameters; the data with citation, licence and checksum;
    versions; downloads. Refused are a figure without alternative text, and one whose file is missing.

    The folder of the run gets the page and holds ``figures/`` and ``tables/``; an empty title is made of the outcome
    and the intervention; notebooks are executed, in reading order. By the stem of a notebook stand the ``parts`` that
    it handed over (``notebook_output``), why it was ``skipped``, or with which error it ``failed``.
    """
    outcome = outcome_of(parameters)
    parameters = with_window_end(parameters, outcome)
    event = event_in_words(parameters)
    where = f" in {outcome.geography}" if outcome.geography else ""
    title = title or as_plain(f"{sentence_case(outcome.label)}{where} and {event}")
    chapters = _chapters(notebooks, skipped, failed, run_folder)
    ordered = [part for notebook in notebooks for part in parts.get(notebook.stem, ())]
    files = [part for part in ordered if part["kind"] in ("figure", "table")]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATE), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    asked = as_plain(question(outcome, event))
    page = environment.get_template("page.html.j2").render(
        title=title,
        edition=manifest["edition"],
        css=Markup((TEMPLATE / "page.css").read_text(encoding="utf-8")),
        question=asked,
        counted=Markup(inline(counted(outcome))),
        facts=_facts(parameters, outcome, event),
        verdicts=[Markup(part["html"]) for part in ordered if part["kind"] == "verdict"],
        headlines=[Markup(inline(part["markdown"])) for part in ordered if part["kind"] == "headline"],
        front=[Markup(_front(part, run_folder)) for part in files if part.get("front")],
        chapters=chapters,
        failed=[title_of(stem) for stem in failed],
        entries=_entries(chapters),
        parameter_table=Markup(_parameters(parameters, outcome)),
        data=sources(parameters, outcome, manifest),
        run_facts=run_facts(manifest),
        files=[{**part, "caption": as_plain(part["caption"])} for part in files],
    )
    path = run_folder / "index.html"
    write_file(path, page)
    return path


def _chapters(
    notebooks: Sequence[Path], skipped: Mapping[str, str], failed: Mapping[str, str], run_folder: Path
) -> list[dict[str, Any]]:
    """Give the notebooks' stories and the sentences of those skipped or failed, in reading order."""
    stories = {notebook.stem: chapter_of(notebook, run_folder) for notebook in notebooks}
    chapters: list[dict[str, Any]] = []
    for stem in sorted({*stories, *skipped, *failed}):
        chapter: dict[str, Any] = {"id": stem, "title": title_of(stem), "within": ()}
        chapter |= {"skipped": as_plain(skipped.get(stem, "")), "failed": as_plain(failed.get(stem, ""))}
        if stem in stories:
            story = stories[stem]
            chapter |= {"title": story.title, "within": story.headings, "body": Markup(story.body)}
        chapters.append(chapter)
    return chapters


def _front(part: Mapping[str, Any], run_folder: Path) -> str:
    return figure_html(dict(part), run_folder) if part["kind"] == "figure" else table_html(dict(part))


def title_of(stem: str) -> str:
    """Name a notebook by its file.

    >>> title_of("04_kill_ratio")
    'Kill ratio'
    """
    return sentence_case(stem.lstrip("0123456789_").replace("_", " "))


def _facts(parameters: Parameters, outcome: Outcome, event: str) -> list[tuple[str, str]]:
    """What was asked of what, in a few words each."""
    facts = [
        ("Place", outcome.geography),
        ("Counted" if outcome.adds_up else "Measured", outcome.label),
        ("Source", outcome.source),
        ("Window", f"{parameters.window_start} to {parameters.window_end}"),
        ("Turning point asked about", event),
    ]
    return [(name, as_plain(value)) for name, value in facts if value]


def _entries(chapters: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """List the contents of the page."""
    middle = [{name: chapter[name] for name in ("id", "title", "within")} for chapter in chapters]
    last = [{"id": anchor, "title": title, "within": ()} for anchor, title in _LAST]
    return [{"id": "answer", "title": "The answer", "within": ()}, *middle, *last]


def _parameters(parameters: Parameters, outcome: Outcome) -> str:
    """Write the table of parameters; those that differ from the default are marked."""
    values, rows = shareable(parameters), parameter_table()
    defaults = {row.name: row.default for row in rows} | {"window_end": outcome.labels[-1]}  # what an open end means
    columns = ["Parameter", "Value", "Default", "What it is"]
    told = [
        (row.name, _plain(values[row.name], row.unit), _plain(defaults[row.name], row.unit), row.help.replace("`", ""))
        for row in rows
    ]
    caption = "The settings of this report"
    written = html_table(pd.DataFrame(told, columns=columns), caption)
    for row in rows:
        if values[row.name] != defaults[row.name]:
            mark = f'<th scope="row">{html.escape(row.name)}<'
            written = written.replace(f"<tr>{mark}", f'<tr class="changed">{mark}')
    return f'<div class="table">{scrolling(written, caption)}</div>'


def _plain(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return MISSING if value == "" else f"{value} {unit}".strip()
