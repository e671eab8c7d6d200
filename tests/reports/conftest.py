"""Throwaway notebooks, and an executor that refuses to start anything."""

import json
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.reports.settings.parameters_cell import parameters_cell

RECORD = """
import json, os, pathlib
run = pathlib.Path(os.environ["TURNINGPOINT_RUN"])
for folder in ("parts", "figures", "tables"):
    (run / folder).mkdir(exist_ok=True)
stem = os.environ["TURNINGPOINT_NOTEBOOK"]
parts = [
    {"kind": "headline", "markdown": f"**{stem}** on {country}."},
    {"kind": "result", "id": f"{stem}.seed", "estimand": "seed", "estimate": seed / 3, "low": None, "high": None},
]
(run / "parts" / f"{stem}.jsonl").write_text("".join(json.dumps(part) + "\\n" for part in parts))
(run / "figures" / f"{stem}.csv").write_text(f"seed\\n{seed}\\n")
"""
"""Hands over what a notebook of the project would, without the seconds its imports take."""

WriteNotebook = Callable[..., Path]


@pytest.fixture(scope="session")
def write_notebook() -> WriteNotebook:
    """Write a notebook of code cells behind a title and a parameters cell."""

    def write(path: Path, *sources: str) -> Path:
        cells = [new_markdown_cell(f"# {path.stem}", id="title")]
        cells += [new_code_cell(parameters_cell(), metadata={"tags": ["parameters"]}, id="parameters")]
        cells += [new_code_cell(source.strip(), id=f"cell-{number}") for number, source in enumerate(sources)]
        path.parent.mkdir(parents=True, exist_ok=True)
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
        return path

    return write


class Forbidden(Executor):
    """Fails when a notebook is given to it."""

    def submit(self, *arguments: Any, **options: Any) -> Any:  # type: ignore[override]
        raise AssertionError("a kernel would have been started")


@pytest.fixture
def forbidden() -> Executor:
    return Forbidden()


@pytest.fixture(scope="session")
def record() -> str:
    """Source of a cell that records a result, a headline and the data of a figure."""
    return RECORD


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, dict[str, Any]]]:
    """Read what was recorded in this test, by id."""
    monkeypatch.setenv("TURNINGPOINT_RUN", str(tmp_path))
    monkeypatch.setenv("TURNINGPOINT_NOTEBOOK", "test")

    def read() -> dict[str, dict[str, Any]]:
        lines = (tmp_path / "parts" / "test.jsonl").read_text().splitlines()
        return {part["id"]: part for part in map(json.loads, lines)}

    return read
