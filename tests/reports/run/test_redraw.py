"""Figures come from what a report kept, with the drawing code as it is now."""

import json
import pickle
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import new_figure
from turningpoint.reports.run.input_hashes import Inputs, file_hash
from turningpoint.reports.run.redraw import kept_pictures, redraw
from turningpoint.reports.settings.parameters import Parameters

INPUTS = Inputs("T", Parameters().model_dump(), {"data/a.csv": "0"}, "1", {"01": "2"}, "3.11", "Linux", {})


@in_style
def drawn(value: int) -> Picture:
    return Picture(new_figure(), "title", "caption", "alt", pd.DataFrame({"value": [value]}))


def gone() -> Figure:
    raise AttributeError("no such field")


def keep(report: Path, **made: object) -> None:
    (report / "pictures").mkdir(parents=True)
    outputs = {}
    for name, again in made.items():
        file = report / "pictures" / f"{name}.pickle"
        file.write_bytes(pickle.dumps(again))
        outputs |= {f"figures/{name}.svg": "", f"pictures/{file.name}": file_hash(file)}
    manifest = {"parameters": INPUTS.parameters, "data": INPUTS.data, "outputs": outputs}
    (report / "manifest.json").write_text(json.dumps(manifest))


def test_every_figure_is_drawn_anew(tmp_path: Path) -> None:
    keep(tmp_path / "report", a=drawn(1).again, b=drawn(2).again)
    files, reason = kept_pictures(tmp_path / "report", INPUTS)
    assert ([file.stem for file in files], reason) == (["a", "b"], "")
    assert redraw(files, tmp_path / "figures") == ""
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == [
        "a.csv", "a.png", "a.svg", "b.csv", "b.png", "b.svg",
    ]  # fmt: skip
    assert (tmp_path / "figures" / "b.csv").read_text() == "value\n2\n"


@pytest.mark.parametrize("what", ["no report", "other settings", "absent", "changed"])
def test_what_is_not_whole_or_of_something_else_is_not_used(tmp_path: Path, what: str) -> None:
    report = tmp_path / "report"
    keep(report, a=drawn(1).again)
    inputs, file = INPUTS, report / "pictures" / "a.pickle"
    if what == "no report":
        (report / "manifest.json").unlink()
    elif what == "other settings":
        inputs = Inputs("T", {}, INPUTS.data, "1", {}, "3.11", "Linux", {})
    elif what == "absent":
        file.unlink()
    else:
        file.write_bytes(pickle.dumps(partial(drawn, 3)))
    files, reason = kept_pictures(report, inputs)
    assert files == []
    assert reason


def test_code_that_has_moved_on_is_told(tmp_path: Path) -> None:
    keep(tmp_path / "report", a=gone)
    files, _ = kept_pictures(tmp_path / "report", INPUTS)
    assert "a was drawn from does not fit the code any more (no such field)" in redraw(files, tmp_path / "figures")
