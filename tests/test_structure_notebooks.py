"""Notebooks keep to the house style: thin, in reading order, run top to bottom, nothing typed that is computed."""

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
LONGEST_CELL = 12
NAMES = {"4.0"}
"""Decimal numbers that are names, not results: the version of a licence. Releases of data are named by a code cell."""

Notebook = Any
Check = Callable[[Notebook], list[str]]


def code_cells(notebook: Notebook) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook: Notebook) -> list[Any]:
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def texts(output: Any) -> str:
    """All text of one output, pictures left out."""
    data = {kind: value for kind, value in output.get("data", {}).items() if not kind.startswith("image/")}
    return "\n".join(map(str, [output.get("text", ""), *output.get("traceback", []), *data.values()]))


def prose(notebook: Notebook) -> str:
    """All markdown, without fenced code, code spans, formulas and addresses."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return re.sub(r"```.*?```|`[^`]*`|\$[^$]*\$|\]\([^)]*\)|https?://\S+|doi:\S+", " ", text, flags=re.DOTALL)


def one_title(notebook: Notebook) -> list[str]:
    titles = re.findall(r"^# .*$", prose(notebook), flags=re.MULTILINE)
    return [] if len(titles) == 1 else [f"{len(titles)} titles of the first level, one is wanted"]


def one_parameters_cell(notebook: Notebook) -> list[str]:
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    return [] if len(tagged) == 1 else [f"{len(tagged)} cells tagged 'parameters', one is wanted"]


def short_cells(notebook: Notebook) -> list[str]:
    return [
        f"a code cell of {lines} lines, {LONGEST_CELL} at most: {cell.source.splitlines()[0]}"
        for cell in code_cells(notebook)
        if "parameters" not in cell.metadata.get("tags", [])
        and (lines := len(cell.source.strip().splitlines())) > LONGEST_CELL
    ]


def nothing_defined(notebook: Notebook) -> list[str]:
    """No function, no class, and no magic either: a cell is plain Python that calls the package."""
    problems = []
    for cell in code_cells(notebook):
        try:
            tree = ast.parse(cell.source)
        except SyntaxError as error:
            problems.append(f"a cell is not plain Python: {error.text or error}")
            continue
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        problems += [f"{node.name} is defined in a cell" for node in ast.walk(tree) if isinstance(node, kinds)]
    return problems


def no_statsmodels_summary(notebook: Notebook) -> list[str]:
    """The summary of statsmodels prints the time of day, so no two runs agree."""
    stamp = re.compile(r"Time:\D{0,40}\d{2}:\d{2}:\d{2}|class=[\"']simpletable")
    return ["a summary of statsmodels is printed" for output in outputs(notebook) if stamp.search(texts(output))]


def executed_in_order(notebook: Notebook) -> list[str]:
    counts = [cell.execution_count for cell in code_cells(notebook) if cell.source.strip()]
    return [] if counts == list(range(1, len(counts) + 1)) else [f"cells were not executed once, in order: {counts}"]


def outputs_kept(notebook: Notebook) -> list[str]:
    return [] if outputs(notebook) else ["no output is kept, so nothing is compared"]


def no_errors_or_warnings(notebook: Notebook) -> list[str]:
    return [
        f"a cell ended in {output.get('ename', 'a message on stderr')}: {texts(output)[:80]}"
        for output in outputs(notebook)
        if output.output_type == "error" or output.get("name") == "stderr"
    ]


def kernel_python3(notebook: Notebook) -> list[str]:
    name = notebook.metadata.get("kernelspec", {}).get("name")
    return [] if name == "python3" else [f"the kernel is {name!r}, 'python3' is wanted"]


def no_paths_in_outputs(notebook: Notebook) -> list[str]:
    path = re.compile(r"(?<![\w.~:/-])/(?:home|root|Users|work|tmp|var|opt)/[\w.-]+|\b[A-Z]:\\\w+")
    return [f"an output names {match[0]}" for output in outputs(notebook) if (match := path.search(texts(output)))]


def alternative_texts(notebook: Notebook) -> list[str]:
    return [
        f"a picture ({kind}) has no alternative text"
        for output in outputs(notebook)
        for kind in output.get("data", {})
        if kind.startswith("image/") and not str(output.metadata.get(kind, {}).get("alt", "")).strip()
    ]


def no_typed_results(notebook: Notebook) -> list[str]:
    """Prose holds no decimal number and no percentage: what is computed is told by a code cell."""
    found = re.findall(r"\d+(?:\.\d+)+\s?%?|\d+\s?(?:%|per ?cent\b)", prose(notebook))
    return [f"{number} is typed in prose" for number in found if number.strip() not in NAMES]


CHECKS: tuple[Check, ...] = (
    one_title,
    one_parameters_cell,
    short_cells,
    nothing_defined,
    no_statsmodels_summary,
    executed_in_order,
    outputs_kept,
    no_errors_or_warnings,
    kernel_python3,
    no_paths_in_outputs,
    alternative_texts,
    no_typed_results,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_keeps_to_the_style(path: Path, check: Check) -> None:
    assert check(nbformat.read(path, as_version=4)) == []


def test_notebooks_are_numbered_in_reading_order() -> None:
    assert NOTEBOOKS, "there is no notebook"
    assert [path.name for path in NOTEBOOKS if not re.fullmatch(r"\d{2}_[a-z0-9_]+\.ipynb", path.name)] == []
    assert [int(path.name[:2]) for path in NOTEBOOKS] == list(range(1, len(NOTEBOOKS) + 1))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_fits_the_format(path: Path) -> None:
    nbformat.validate(nbformat.read(path, as_version=4))


def good_notebook() -> Notebook:
    picture = new_output("display_data", {"image/png": "…"}, metadata={"image/png": {"alt": "Events by month."}})
    return new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        cells=[
            new_markdown_cell("# Attacks\n\nUnder CC BY 4.0, from 2015 on, `0.95` and $p < 0.05$."),
            new_code_cell("country = 'PAK'", metadata={"tags": ["parameters"]}, execution_count=1),
            new_code_cell("show(fit)", execution_count=2, outputs=[picture]),
        ],
    )


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_good_notebook_passes(check: Check) -> None:
    assert check(good_notebook()) == []


def spoil(notebook: Notebook, check: Check) -> None:
    """Break a good notebook in the one way that this check must see."""
    last = notebook.cells[-1]
    match check.__name__:
        case "one_title":
            notebook.cells.append(new_markdown_cell("# A second title"))
        case "one_parameters_cell":
            last.metadata["tags"] = ["parameters"]
        case "short_cells":
            last.source = "\n".join("x = 1" for _ in range(LONGEST_CELL + 1))
        case "nothing_defined":
            last.source = "if True:\n    def helper(): ..."
        case "no_statsmodels_summary":
            last.outputs.append(new_output("stream", text="Date: Sun, 15 Aug 2021\nTime:      10:12:13"))
        case "executed_in_order":
            last.execution_count = 7
        case "outputs_kept":
            last.outputs = []
        case "no_errors_or_warnings":
            last.outputs.append(new_output("stream", name="stderr", text="FutureWarning"))
        case "kernel_python3":
            notebook.metadata["kernelspec"]["name"] = "my-environment"
        case "no_paths_in_outputs":
            last.outputs.append(new_output("stream", text="read /" + "home/someone/data.csv"))
        case "alternative_texts":
            last.outputs[0].metadata = {}
        case "no_typed_results":
            notebook.cells.append(new_markdown_cell("Attacks rose by 90% (ratio 1.9)."))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_each_check_sees_what_it_is_for(check: Check) -> None:
    notebook = good_notebook()
    spoil(notebook, check)
    assert check(notebook) != []


@pytest.mark.parametrize("source", ["class Helper: ...", "async def wait(): ...", "%matplotlib inline", "!ls"])
def test_definitions_and_magics_are_seen(source: str) -> None:
    assert nothing_defined(new_notebook(cells=[new_code_cell(source)])) != []


@pytest.mark.parametrize(
    "text", ["It was 12.5 a month", "a rise of 40 %", "about 40 per cent", "version 25.2", "UCDP GED 25.1"]
)
def test_typed_results_are_seen(text: str) -> None:
    assert no_typed_results(new_notebook(cells=[new_markdown_cell(text)])) != []
