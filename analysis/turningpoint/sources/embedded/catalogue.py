"""What tables of facts there are: the sidecars of ``data/``, one beside each table, which it must fit to be read."""

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from turningpoint.errors import DataError, ParameterError
from turningpoint.number_format import table_of
from turningpoint.sources.csv_table import DATA, read_table, read_text


@dataclass(frozen=True)
class TableInfo:
    """What is known about one embedded table.

    Attributes
    ----------
    name : name of the file without its ending.
    short_title : name of the source with its release, as it stands beside a number.
    title : the table in words.
    producer, citation, version : who made it, how to cite it, which release it is.
    link : page of the producer; empty where each row has its own.
    licence, licence_link : the terms; the link is empty where no licence text applies.
    added : day the table was added to the project. When the values were taken from the source is not recorded.
    coverage_start, coverage_end : first and last month, YYYY-MM.
    rows : number of rows.
    sha256 : checksum of the file.
    one_row : what one row is.
    description : what the table holds and what it does not.
    columns : name → meaning, with unit.
    """

    name: str
    short_title: str
    title: str
    producer: str
    citation: str
    version: str
    link: str
    licence: str
    licence_link: str
    added: date
    coverage_start: str
    coverage_end: str
    rows: int
    sha256: str
    one_row: str
    description: str
    columns: dict[str, str]

    @property
    def path(self) -> Path:
        """The table's file."""
        return DATA / f"{self.name}.csv"

    @property
    def coverage(self) -> str:
        """Coverage in words: first month to last month."""
        return f"{self.coverage_start} to {self.coverage_end}"

    def check(self) -> None:
        """Refuse the file if it is not the one that the sidecar describes."""
        if _sha256(self.path) != self.sha256:
            raise self._misfit("its checksum (sha256) is another one")

    def check_rows(self, table: pd.DataFrame) -> None:
        """Refuse what was read from the file where it has another number of rows, or months outside the coverage."""
        if len(table) != self.rows:
            raise self._misfit(f"it has {len(table)} rows, not {self.rows}")
        if "month" in self.columns:
            first, last = str(table["month"].min()), str(table["month"].max())
            if first < self.coverage_start or last > self.coverage_end:
                raise self._misfit(f"its months run from {first} to {last}, not inside {self.coverage}")

    def _misfit(self, problem: str) -> DataError:
        table, sidecar = f"data/{self.path.name}", f"data/{self.name}.toml"
        return DataError(
            f"this is not the table that {self.name}.toml beside it describes: {problem}.",
            file=self.path,
            remedy=f"Put both back (git checkout -- {table} {sidecar}), or, where this is a new release, write its "
            f"version, titles, coverage, rows and sha256 into {sidecar}: `turningpoint data --describe {table}` "
            "prints the last three.",
        )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def describe(path: Path) -> dict[str, str | int]:
    """The facts of a table that its sidecar repeats: rows, sha256, and of monthly tables the coverage."""
    table = read_text(path)
    facts: dict[str, str | int] = {"rows": len(table), "sha256": _sha256(path)}
    if "month" in table:
        facts = {"coverage_start": table["month"].min(), "coverage_end": table["month"].max(), **facts}
    return facts


def read_embedded(
    name: str, schema: pa.DataFrameSchema, derive: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame
) -> pd.DataFrame:
    """Read the project's own table of this name; a `DataError` where it fits neither its sidecar nor its schema.

    The tables do not change while a process runs, and a report asks for them again and again: each is checked and
    read once, and every caller gets a copy, so that nobody can change what the next one sees. ``derive`` adds columns.
    """
    if name in _stand_ins:
        return _stand_ins[name][1].copy()
    if name not in _kept:
        info = table_info(name)
        info.check()
        table = derive(read_table(info.path, schema))
        info.check_rows(table)
        _kept[name] = table
    return _kept[name].copy()


_kept: dict[str, pd.DataFrame] = {}
_stand_ins: dict[str, tuple[TableInfo, pd.DataFrame]] = {}


def stand_in(info: TableInfo, table: pd.DataFrame) -> None:
    """Let a table of the user's own stand in for the one of that name, with its entry, until the process ends.

    The table is as its reader would give it. The catalogue that is printed stays that of the project.
    """
    _stand_ins[info.name] = info, table


def stands_in(name: str) -> bool:
    """Whether a table of the user's own stands in for the one of that name."""
    return name in _stand_ins


@lru_cache(maxsize=1)
def catalogue() -> tuple[TableInfo, ...]:
    """All embedded tables, by name; a `DataError` where the folder, a sidecar or a table is not as it must be.

    >>> [table.name for table in catalogue()][:3]
    ['claims', 'interventions', 'land_borders']
    """
    if not DATA.is_dir():
        remedy = "turningpoint runs from a checkout: install it with `make` or `pip install --editable .` there."
        raise DataError("there is no such folder.", file=DATA, remedy=remedy)
    return tuple(_read(path) for path in sorted(DATA.glob("*.toml")))


def _read(path: Path) -> TableInfo:
    try:
        facts = {"name": path.stem} | tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"the sidecar is not TOML in UTF-8 ({error}).", file=path) from error
    wanted = {field.name for field in fields(TableInfo)}
    if odd := sorted(wanted ^ facts.keys()):
        remedy = f"Its keys are {', '.join(sorted(wanted - {'name'}))}."
        raise DataError(f"the sidecar lacks or does not know: {', '.join(odd)}.", file=path, remedy=remedy)
    info = TableInfo(**facts)
    if not info.path.is_file():
        raise DataError("there is a sidecar but no such table.", file=info.path)
    return info


def table_info(name: str) -> TableInfo:
    """The entry of one table; a `ParameterError` where there is no such table."""
    if name in _stand_ins:
        return _stand_ins[name][0]
    tables = {table.name: table for table in catalogue()}
    if name not in tables:
        raise ParameterError(f"there is no table {name!r}. There are: {', '.join(tables)}.")
    return tables[name]


def catalogue_frame() -> pd.DataFrame:
    """The catalogue as a table to print: name, what, one row, coverage, rows, licence, source, link."""
    columns = {"name": "name", "what": "title", "one row": "one_row", "coverage": "coverage", "rows": "rows"}
    columns |= {"licence": "licence", "source": "producer", "link": "link"}
    return table_of(catalogue(), {heading: attrgetter(field) for heading, field in columns.items()})
