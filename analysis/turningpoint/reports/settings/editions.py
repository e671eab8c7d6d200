"""Editions: named sets of parameters for which a report is built, kept in ``reports/editions.toml``."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from turningpoint.errors import DataError, ParameterError
from turningpoint.reports.settings.parameter_field import unknown_name
from turningpoint.reports.settings.parameters import Parameters, parameters_from

ROOT = Path(__file__).resolve().parents[4]
EDITIONS = ROOT / "reports" / "editions.toml"
DEFAULT = "default"

_SUBJECT = {"country", "source", "outcome", "data", "intervention", "intervention_label"}
"""Parameters that an edition's title speaks of."""


@dataclass(frozen=True)
class Edition:
    """A named set of parameters.

    Attributes
    ----------
    name : folder below ``reports/``: lower-case letters, digits and hyphens.
    title : title of the page; empty where the page should make its own.
    values : the parameters that differ from the defaults.
    """

    name: str
    title: str
    values: Mapping[str, object]

    def with_values(self, overrides: Mapping[str, object]) -> "Edition":
        """The edition with other values. A title or label that would no longer be true is dropped."""
        kept = dict(self.values)
        other_subject = bool(_SUBJECT & overrides.keys())
        if other_subject:
            kept.pop("intervention_label", None)
        return Edition(self.name, "" if other_subject else self.title, {**kept, **overrides})

    def parameters(self) -> Parameters:
        """The edition's parameters.

        Raises
        ------
        ParameterError
            A parameter that is unknown or not allowed.
        """
        return parameters_from(self.values)


def editions(path: Path = EDITIONS) -> dict[str, Edition]:
    """All editions by name, in the file's order.

    Raises
    ------
    DataError
        The file is not there, is not TOML, has a value outside an edition, or a name that cannot be a folder.
    """
    if not path.parent.is_dir():
        raise DataError(
            "there is no such folder.",
            file=path.parent,
            remedy="turningpoint runs from a checkout: install it with `make` or `pip install --editable .` there.",
        )
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"cannot be read: {error}.", file=path) from error
    found = {}
    for name, values in tables.items():
        if not isinstance(values, dict):
            raise DataError(f"{name!r} stands outside an edition.", file=path, remedy="Put it below a [name].")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            raise DataError(f"edition {name!r}: use lower-case letters, digits and hyphens.", file=path)
        found[name] = Edition(name, str(values.pop("title", "")), values)
    return found


def edition(name: str, path: Path = EDITIONS) -> Edition:
    """One edition by name.

    Raises
    ------
    ParameterError
        There is none of this name; the nearest is suggested.
    """
    known = editions(path)
    if name not in known:
        near = unknown_name(name, known, "edition", path.name)
        raise ParameterError(f"{near} There are: {', '.join(known)}.")
    return known[name]


def folder_of(edition: str, overrides: Mapping[str, object], reports: Path = EDITIONS.parent) -> Path:
    """Folder of a report where none is named; a report with other values never replaces that of the edition itself.

    >>> folder_of("default", {"country": "MLI", "intervention": "2020-08"}).name
    'default-country-mli-intervention-2020-08'
    """
    name = "-".join([edition, *(f"{name}-{value}" for name, value in overrides.items())])
    plain = re.sub(r"[^a-z0-9-]+", "-", name.lower().replace("_", "-")).strip("-")
    if len(plain) > 80:
        plain = f"{plain[:60].strip('-')}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return reports / plain
