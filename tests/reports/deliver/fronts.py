"""Fronts as a report would have them, made of recorded results, and the tags of a PDF."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from tests.reports.front.made_up import as_in_the_default
from turningpoint.reports.front.front import Front, front_of
from turningpoint.reports.settings.fit_to_data import outcome_of
from turningpoint.reports.settings.named_series import with_series
from turningpoint.reports.settings.parameters import Parameters

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect width="50" height="50"/></svg>'


@cache
def full_front() -> Front:
    """The front of the default report, as long as it gets."""
    parameters = with_series(Parameters())
    outcome = outcome_of(parameters).window(parameters.window_start, "2024-12")
    lights = {f"robustness.light_placebo_in_{of}": "not shown" for of in ("time", "space")}
    records = [
        {**one, "verdict": lights[id]} if id in lights else one for id, one in as_in_the_default().records.items()
    ]
    return front_of(records, parameters, outcome)


def figure(folder: Path, name: str, **changes: Any) -> dict[str, Any]:
    """A figure of the front, with its file."""
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    (folder / "figures" / f"{name}.svg").write_text(SVG, encoding="utf-8")
    return {
        "kind": "figure",
        "name": name,
        "caption": f"Caption of {name}",
        "alt": f"Alt of {name}",
        "front": True,
    } | changes


class Tags:
    """What the tags of a PDF say: how often each occurs, headings in order, alternative texts."""

    def __init__(self, path: Path) -> None:
        self.reader = PdfReader(path)
        self.root: Any = self.reader.trailer["/Root"]
        self.counts: Counter[str] = Counter()
        self.alternatives: list[str] = []
        self._walk(self.root["/StructTreeRoot"]["/K"])

    @property
    def text(self) -> str:
        """All text, without blanks and ends of lines."""
        return squeezed(page.extract_text() for page in self.reader.pages)

    def _walk(self, node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                self._walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                self.counts[str(node["/S"]).removeprefix("/")] += 1
                if "/Alt" in node:
                    self.alternatives.append(str(node["/Alt"]))
            if "/K" in node:
                self._walk(node["/K"])


def squeezed(texts: Iterable[str]) -> str:
    """Text without blanks, in which line ends do not matter."""
    return "".join("".join(texts).split())
