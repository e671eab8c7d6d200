"""The manifest of a report: what went in, what came out, when, and whether the report is still up to date."""

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

from turningpoint.files import write_file
from turningpoint.reports.run.execute_notebook import Execution
from turningpoint.reports.run.input_hashes import CodeVersion, Inputs, file_hash

MANIFEST = "manifest.json"


def build_manifest(
    inputs: Inputs,
    *,
    edition: str,
    code: CodeVersion,
    executions: Sequence[Execution],
    skipped: Mapping[str, str],
    started: str,
    seconds: float,
    headlines: Sequence[str] = (),
    finding: Mapping[str, Any] = MappingProxyType({}),
    failure: str = "",
) -> dict[str, Any]:
    """Everything there is to say about a run but its output files (``with_outputs`` adds them).

    Skipped notebooks stand with the reason; ``started`` is UTC, ISO 8601; ``finding`` is what the front says: its title
    and answers; ``failure`` is what went wrong outside the notebooks, if anything.
    """
    failed = [(done.stem, done.cell, done.source, done.error) for done in executions if done.error]
    failed += [("", 0, "", failure)] if failure else []
    failures = [dict(zip(("notebook", "cell", "source", "error"), one, strict=True)) for one in failed]
    seconds_of = {done.stem: round(done.seconds, 3) for done in executions}
    return {
        "outcome": "failed" if failures else "complete",
        "failures": failures,
        "edition": edition,
        "title": inputs.title,
        "scope": inputs.scope,
        "parameters": inputs.parameters,
        "seed": inputs.parameters["seed"],
        "headlines": list(headlines),
        "finding": dict(finding),
        "data": inputs.data,
        "code": {**asdict(code), "sha256": inputs.code},
        "notebooks": [
            {"name": name, "sha256": sha256, "seconds": seconds_of.get(name), "skipped": skipped.get(name, "")}
            for name, sha256 in inputs.notebooks.items()
        ],
        "started": started,
        "seconds": round(seconds, 3),
        "python": inputs.python,
        "platform": platform.platform(),
        "packages": inputs.packages,
        "input_hash": inputs.hash,
    }


def with_outputs(manifest: Mapping[str, Any], run: Path) -> dict[str, Any]:
    """Add the files of a run with their SHA-256; the manifest itself is not among them."""
    files = sorted(path for path in run.rglob("*") if path.is_file() and path != run / MANIFEST)
    return {**manifest, "outputs": {path.relative_to(run).as_posix(): file_hash(path) for path in files}}


def write_manifest(manifest: Mapping[str, Any], run: Path) -> None:
    """Write the manifest into a run's folder."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False)
    write_file(run / MANIFEST, text + "\n")


def up_to_date(folder: Path, input_hash: str) -> dict[str, Any] | None:
    """The manifest of a report made of the same inputs, if all its files are as they were made; else None."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["outcome"] != "complete" or manifest["input_hash"] != input_hash:
            return None
        same = all(file_hash(folder / name) == sha256 for name, sha256 in manifest["outputs"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # no report, or not one of ours: make it
        return None
    return manifest if same and manifest["outputs"] else None
