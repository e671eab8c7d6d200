"""The check that every notebook's ``parameters`` cell agrees with the model."""

import ast
import json
from pathlib import Path

from turningpoint.reports.settings.parameter_table import parameter_table


def parameters_cell() -> str:
    """The source of a ``parameters`` cell that agrees with the model."""

    def literal(value: object) -> str:
        return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)

    return "\n".join(f"{row.name} = {literal(row.default)}" for row in parameter_table())


def disagreements(notebook: Path) -> list[str]:
    """What is wrong with a notebook's ``parameters`` cell, one sentence each; empty where it agrees.

    The cell must be the only one with the tag, and hold names of the model, in its order, with the model's defaults as
    plain literals.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    if len(tagged) != 1:
        return [f"{notebook.name}: {len(tagged)} cells are tagged `parameters`; there must be one."]
    found: dict[str, object] = {}
    problems = []
    for line in ast.parse("".join(tagged[0]["source"])).body:
        target = (
            line.targets[0]
            if isinstance(line, ast.Assign)
            else line.target
            if isinstance(line, ast.AnnAssign)
            else None
        )
        value = line.value if isinstance(line, ast.Assign | ast.AnnAssign) else None
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
            if target.id in found:
                problems.append(f"{notebook.name}: {target.id} stands twice.")
            found[target.id] = value.value
        else:
            problems.append(f"{notebook.name}: {ast.unparse(line)!r} is not a name with a plain literal.")
    defaults = {row.name: row.default for row in parameter_table()}
    if list(found) != [name for name in defaults if name in found]:
        problems.append(f"{notebook.name}: the names are not in the model's order.")
    problems += [f"{notebook.name}: {name} is no parameter of the model." for name in found if name not in defaults]
    for name in found.keys() & defaults.keys():
        if (type(found[name]), found[name]) != (type(defaults[name]), defaults[name]):
            problems.append(f"{notebook.name}: {name} is {found[name]!r}, the model's default is {defaults[name]!r}.")
    return sorted(problems)
