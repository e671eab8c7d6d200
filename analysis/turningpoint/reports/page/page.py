"""The page of a report: one file that opens anywhere, the answer first, nothing fetched from anywhere."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
from markupsafe import Markup

from turningpoint.files import write_file
from turningpoint.names import as_plain
from turningpoint.number_format import MISSING, sentence_case
from turningpoint.outcome import Outcome
from turningpoint.reports.front.front import front_of
from turningpoint.reports.page.citation import write_citation
from turningpoint.reports.page.notebook_chapter import Chapter, chapter_of, figure_html, scrolling
from turningpoint.reports.page.provenance import run_facts, sources
from turningpoint.reports.settings.fit_to_data import outcome_of, with_window_end
from turningpoint.reports.settings.named_series import names_beside, with_series
from turningpoint.reports.settings.parameter_table import parameter_table
from turningpoint.reports.settings.parameters import Parameters, shareable
from turningpoint.reports.settings.question import event_in_words
from turningpoint.reports.table_markup import html_table
from turningpoint.reports.templates import ENVIRONMENT, PARTS, TEMPLATE
from turningpoint.timeline import in_words

KILL_RATIO, METHODS = "04_kill_ratio", "06_methods"
"""The notebook whose figures have a place of their own on the front, and the one that has a page of its own."""


def build_page(
    run_folder: Path,
    *,
    title: str,
    notebooks: Sequence[Path],
    parts: Mapping[str, Sequence[Mapping[str, Any]]],
    results: Sequence[Mapping[str, Any]],
    parameters: Parameters,
    manifest: Mapping[str, Any],
    skipped: Mapping[str, str],
    failed: Mapping[str, str] = MappingProxyType({}),
    changed: str = "",
) -> Path:
    """Write the pages of a report, ``index.html``, ``methods.html`` and ``data.html``, and how to cite it.

    All are self-contained files. Order of the first: the finding, the series before any model, the answers, the
    article's statements, the checks; then the notebooks' stories, failed parts in their place; how to cite it. The
    second has methods, settings, data with citation, licence and checksum, versions, what was left out and why,
    downloads. Refused are a figure without alternative text, and one whose file is missing.

    The folder of the run gets the pages and holds ``figures/`` and ``tables/``; an empty title is made of the outcome
    and the intervention; notebooks are executed, in reading order. By the stem of a notebook stand the ``parts`` that
    it handed over (``notebook_output``), why it was ``skipped``, or with which error it ``failed``. From the recorded
    ``results`` the front takes every number; ``changed`` says what is new against the report before.
    """
    outcome = outcome_of(parameters)
    parameters = with_window_end(parameters, outcome)
    title = title or title_made(parameters, outcome)
    chapters = _chapters(notebooks, failed, run_folder)
    told = [chapter for chapter in chapters if chapter["id"] != METHODS]
    ordered = [part for notebook in notebooks for part in parts.get(notebook.stem, ())]
    files = [part for part in ordered if part["kind"] in ("figure", "table")]
    front = front_of(results, parameters, outcome.window(parameters.window_start, parameters.window_end))
    of_ratio, pictures = _front(parts, run_folder)
    shared = {
        "title": title,
        "notice": manifest.get("scope", ""),
        "css": Markup((TEMPLATE / "page.css").read_text(encoding="utf-8")),
        "data": sources(parameters, outcome, manifest),
        "workbook": (run_folder / "tables.xlsx").is_file(),
        "briefing": (run_folder / "report.pdf").is_file(),
    }
    pages: dict[str, dict[str, Any]] = {
        "methods.html": {
            "chapters": [chapter for chapter in chapters if chapter["id"] == METHODS],
            "parameter_table": Markup(_parameters(parameters, outcome)),
            "left_out": [as_plain(why) for why in skipped.values()],
        },
        "data.html": {
            "run_facts": run_facts(manifest),
            "files": [{**part, "caption": as_plain(part["caption"])} for part in files],
        },
        "index.html": {
            # the small figures are markup; everything else on the front is text
            "front": replace(front, answers=tuple((one, Markup(figure)) for one, figure in front.answers)),
            "kicker": kicker(title, outcome, manifest),
            "pictures": pictures if front.ratio_title else [*pictures, *of_ratio],
            "ratio_pictures": of_ratio,
            "chapters": told,
            "failed": [title_of(stem) for stem in failed],
            "citation": write_citation(run_folder, title=title, manifest=manifest),
            "changed": changed,
        },
    }
    for name, given in pages.items():
        write_file(run_folder / name, ENVIRONMENT.get_template(f"{name}.j2").render(**shared, **given))
    return run_folder / "index.html"


def title_made(parameters: Parameters, outcome: Outcome) -> str:
    """Name a report by its outcome and its intervention."""
    where = f" in {outcome.geography}" if outcome.geography else ""
    return as_plain(f"{sentence_case(outcome.label)}{where} and {event_in_words(parameters)}")


def kicker(title: str, outcome: Outcome, manifest: Mapping[str, Any]) -> str:
    """What the page is, of when, with data to when."""
    made = in_words(str(manifest["started"])[:7])
    return as_plain(f"{title} · report, {made} · data to {in_words(outcome.labels[-1])}")


def _chapters(notebooks: Sequence[Path], failed: Mapping[str, str], run_folder: Path) -> list[dict[str, Any]]:
    """Give the notebooks' stories and the errors of those that failed, in reading order."""
    away = {METHODS: "index.html"}
    stories = {each.stem: chapter_of(each, run_folder, front_page=away.get(each.stem, "")) for each in notebooks}
    chapters = []
    for stem in sorted({*stories, *failed}):
        story = stories.get(stem, Chapter(stem, title_of(stem), ""))
        chapters.append({**vars(story), "body": Markup(story.body), "failed": as_plain(failed.get(stem, ""))})
    return chapters


def _front(parts: Mapping[str, Sequence[Mapping[str, Any]]], run_folder: Path) -> tuple[list[Markup], list[Markup]]:
    """The figures that notebooks want on the front: those of the kill ratio, and all others."""
    found: tuple[list[Markup], list[Markup]] = ([], [])
    for stem, each in parts.items():
        for part in each:
            if part["kind"] == "figure" and part.get("front"):
                figure = figure_html(dict(part), run_folder, anchor=f"figure-{part['name']}")
                found[stem != KILL_RATIO].append(Markup(figure))
    return found


def title_of(stem: str) -> str:
    """Name a notebook by its file.

    >>> title_of("04_kill_ratio")
    'Kill ratio'
    """
    return sentence_case(stem.lstrip("0123456789_").replace("_", " "))


def _parameters(parameters: Parameters, outcome: Outcome) -> str:
    """Write the table of parameters; those that differ from the default are marked."""
    values, rows = shareable(parameters), parameter_table()
    left_open = with_series(parameters.model_copy(update={"source": "", "outcome": "", "beside": ""}))
    defaults = {row.name: row.default for row in rows} | {
        "window_end": outcome.labels[-1], "source": left_open.source, "outcome": left_open.outcome,
        "beside": ",".join(names_beside(left_open)) or "none",
    }  # fmt: skip  # what is taken where these are left open
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
    return str(PARTS.table(scrolling(written, caption)))


def _plain(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return MISSING if value == "" else f"{value} {unit}".strip()
