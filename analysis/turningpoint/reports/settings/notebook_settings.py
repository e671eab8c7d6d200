"""The parameters of one notebook: those that its ``parameters`` cell lists, and no others."""

import ast
import json
import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import PrivateAttr

from turningpoint.errors import ParameterError
from turningpoint.reports.settings.parameter_field import unknown_name
from turningpoint.reports.settings.parameters import Parameters, parameters_from

READ = "TURNINGPOINT_READ"
"""Environment variable: a folder in which every notebook notes which parameters it reads; for tests of its cell."""

_NAMES = frozenset(Parameters.model_fields)


class NotebookParameters(Parameters):
    """Parameters of which a notebook lists some; the others are not there for it."""

    _listed: frozenset[str] | None = PrivateAttr(default=None)

    def lists(self, name: str) -> bool:
        """Whether the notebook has this parameter."""
        return self._listed is not None and name in self._listed

    def __getattribute__(self, name: str) -> object:
        """Refuse a parameter that the notebook does not list: it would keep its default whatever a user sets."""
        if name in _NAMES:
            private = object.__getattribute__(self, "__pydantic_private__")
            listed = private and private.get("_listed")
            if listed is not None:
                if name not in listed:
                    raise ParameterError(f"this notebook reads {name!r}, which is not in its parameters cell: add it.")
                _note(name)
        return super().__getattribute__(name)


def notebook_parameters(names: Mapping[str, object]) -> NotebookParameters:
    """The parameters among a notebook's variables, right after its ``parameters`` cell.

    Raises
    ------
    ParameterError
        No parameter is there; a value that is not allowed; a variable that is no parameter, as where papermill was
        given a name that is misspelt.
    """
    listed = {name: names[name] for name in Parameters.model_fields if name in names}
    if not listed:
        raise ParameterError("none of the parameters is set: run the parameters cell first.")
    simple = (name for name, value in names.items() if type(value) in (str, int, float, bool))
    plain = [name for name in simple if name[0] != "_" and name.islower()]  # imported constants are no settings
    if others := [name for name in plain if name not in _NAMES]:
        raise unknown_name(others[0], Parameters.model_fields, "parameter", "turningpoint parameters")
    checked = parameters_from(listed)
    settings = NotebookParameters.model_construct(checked.model_fields_set, **checked.model_dump())
    settings._listed = frozenset(listed)
    return settings


def listed_parameters(notebook: Path) -> tuple[str, ...]:
    """Names in the ``parameters`` cell of a notebook, in its order; none where there is no such cell."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    lines = ast.parse("\n".join(sources)).body
    targets = [target for line in lines if isinstance(line, ast.Assign) for target in line.targets]
    targets += [line.target for line in lines if isinstance(line, ast.AnnAssign)]
    return tuple(target.id for target in targets if isinstance(target, ast.Name))


def _note(name: str) -> None:
    folder, notebook = os.environ.get(READ), os.environ.get("TURNINGPOINT_NOTEBOOK")
    if folder and notebook:
        with (Path(folder) / f"{notebook}.txt").open("a", encoding="utf-8") as lines:
            lines.write(f"{name}\n")
