"""Collect what the notebooks handed over: the parts of the page, and the numbers of the report as ``results.json``."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from turningpoint.errors import RunError
from turningpoint.files import write_file
from turningpoint.reports.front.front import Front

RESULTS = "results.json"

Part = dict[str, Any]


def read_parts(run: Path, notebooks: Iterable[str]) -> dict[str, list[Part]]:
    """What each notebook, by its name without ending, displayed in order; nothing where it handed nothing over."""
    parts: dict[str, list[Part]] = {}
    for stem in notebooks:
        path = run / "parts" / f"{stem}.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        try:
            parts[stem] = [json.loads(line) for line in lines]
        except json.JSONDecodeError as error:
            raise RunError(f"{stem}: what it handed over cannot be read ({error}).") from error
    return parts


def collect_results(parts: Mapping[str, Sequence[Part]]) -> list[Part]:
    """All numbers of the report, in the order in which they were recorded; an id recorded twice is refused."""
    results: dict[str, Part] = {}
    owner: dict[str, str] = {}
    for stem, entries in parts.items():
        for entry in (entry for entry in entries if entry["kind"] == "result"):
            name = entry["id"]
            if name in results:
                raise RunError(f"result {name!r} is recorded by {owner[name]} and by {stem}: an id must be unique.")
            results[name], owner[name] = {key: value for key, value in entry.items() if key != "kind"}, stem
    return list(results.values())


def headlines(parts: Mapping[str, Sequence[Part]]) -> list[str]:
    """The headline sentences in Markdown, in order."""
    return [entry["markdown"] for entries in parts.values() for entry in entries if entry["kind"] == "headline"]


def finding(front: Front) -> Part:
    """What a front says in plain text: its ``title``, and its ``answers`` with question, word and text."""
    answers = [{"question": one.question, "word": one.word, "text": one.text} for one, _ in front.answers]
    return {"title": front.title, "answers": answers}


def write_results(results: Sequence[Part], path: Path) -> None:
    """Write results unrounded, in their order."""
    try:
        text = json.dumps(results, indent=2, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise RunError(f"{RESULTS} would hold a number that is not finite; use None for an open end.") from error
    write_file(path, text + "\n")
