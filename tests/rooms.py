"""The map of rooms in docs/rooms.md, made of docstrings and imports: ``python -m tests.rooms`` writes it.

The words stand here; a test holds that the file is what this gives.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "analysis" / "turningpoint"
MAP = ROOT / "docs" / "rooms.md"

WORDS = {
    "outcome": "observations over one regular calendar, with unit, source, geography and perhaps an exposure",
    "intervention": "a period from which something differs; it is inclusive: the first one after",
    "step, ramp": "level change; slope change (0 in the first period after, then growing)",
    "transition": "periods left out of the fit from an intervention on, or before it",
    "design": "the matrix built from calendar, interventions, seasonality and covariates; it knows its counterfactual",
    "estimator": "fits one model to one design",
    "estimand, effect": "what is estimated: level ratio, slope ratio per year, expected, relative and observed excess",
    "counterfactual": "the fitted mean with the intervention columns at zero",
    "kill ratio": "militants killed for each member of the security forces killed, on a stated basis",
    "basis": "deaths in attacks only, in operations only, or in both",
    "release": "one publication of a dataset or figure by its publisher",
    "edition": "a named set of parameters for which a report is built",
    "claim": "one statement of the article of 27 February 2026, with a verdict",
    "certificate": "how often an interval holds the truth on series simulated to be like the one at hand",
    "placebo": "the same effect at a date or in a country where nothing happened",
    "specification": "one set of choices of a fit",
}

BEGIN = """# Rooms and words

Where a line of code belongs. Imports run one way, from the top of the picture to its foot, and inside a room by the
contract in `pyproject.toml`; a folder holds at most twelve modules. The tests of `analysis/turningpoint/ROOM/module.py`
stand in `tests/ROOM/test_module.py`. This file is made of the package itself by `python -m tests.rooms`; a test holds
that it is true.
"""


def rooms_markdown() -> str:
    """The whole file."""
    lines = [BEGIN, "```mermaid", "flowchart TD", *_picture(), "```", "", "## The rooms", ""]
    for room in sorted(path.parent for path in PACKAGE.rglob("__init__.py")):
        depth = len(room.relative_to(PACKAGE).parts)
        modules = sorted(path.stem for path in room.glob("*.py") if path.stem != "__init__")
        said = f": {', '.join(modules)}" if modules else ""
        name = room.relative_to(PACKAGE.parent).as_posix()
        lines.append(f"{'  ' * depth}- **{name}/** {_docstring(room / '__init__.py')}{said and f' *{said[2:]}*'}")
    lines += ["", "## The words", "", "| word | meaning |", "|---|---|"]
    lines += [f"| {word} | {meaning} |" for word, meaning in WORDS.items()]
    return "\n".join(lines) + "\n"


def _docstring(path: Path) -> str:
    """First line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()[0]


def _picture() -> list[str]:
    """Arrows between the top rooms, without those that follow from others."""
    edges = imports_between_rooms()
    rooms = sorted({room for edge in edges for room in edge})
    reach = {room: {other for other in rooms if (room, other) in edges} for room in rooms}

    def beyond(room: str) -> set[str]:
        return set().union(*({other} | beyond(other) for other in reach[room])) if reach[room] else set()

    return [
        f"    {room} --> {other}"
        for room in rooms
        for other in sorted(reach[room])
        if not any(other in beyond(between) for between in reach[room] - {other})
    ]


def imports_between_rooms() -> set[tuple[str, str]]:
    """Pairs (importing, imported) of top rooms: folders, and single modules on the ground floor."""
    edges = set()
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("turningpoint."):
                other = str(node.module).split(".")[1]
                if other != room and "__init__" not in (room, other):
                    edges.add((room, other))
    return edges


if __name__ == "__main__":
    MAP.parent.mkdir(exist_ok=True)
    MAP.write_text(rooms_markdown(), encoding="utf-8", newline="\n")
