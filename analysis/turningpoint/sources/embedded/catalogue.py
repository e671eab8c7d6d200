"""What tables of facts there are: the sidecars of ``data/``, one beside each table."""

import hashlib
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from turningpoint.errors import DataError, ParameterError
from turningpoint.sources.csv_table import DATA

__all__ = ["DATA", "TableInfo", "catalogue", "catalogue_frame", "table_info"]


@dataclass(frozen=True)
class TableInfo:
    """What is known about one embedded table.

    Attributes
    ----------
    name : name of the file without its ending.
    short_title : name of the source as it stands beside a number, e.g. ``UCDP GED 25.1``.
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
        """Coverage in words, e.g. ``1989-01 to 2024-12``."""
        return f"{self.coverage_start} to {self.coverage_end}"

    def changed(self) -> bool:
        """Whether the file is no longer the one the sidecar describes (its checksum differs)."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest() != self.sha256


@lru_cache(maxsize=1)
def catalogue() -> tuple[TableInfo, ...]:
    """All embedded tables, by name.

    Raises
    ------
    DataError
        There is no folder of data; a sidecar cannot be read, lacks a key or has one that is not known, or its table
        is absent.

    >>> [table.short_title for table in catalogue()][-3:]
    ['UCDP GED 25.1', 'UCDP GED 22.1', 'UCDP GED 22.1']
    """
    if not DATA.is_dir():
        raise DataError(
            "there is no such folder.",
            file=DATA,
            remedy="turningpoint runs from a checkout: install it with `make` or `pip install --editable .` there.",
        )
    return tuple(_read(path) for path in sorted(DATA.glob("*.toml")))


def _read(path: Path) -> TableInfo:
    """Read one sidecar."""
    try:
        facts = {"name": path.stem} | tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"the sidecar is not TOML in UTF-8 ({error}).", file=path) from error
    wanted = {field.name for field in fields(TableInfo)}
    if odd := sorted(wanted ^ facts.keys()):
        raise DataError(
            f"the sidecar lacks or does not know: {', '.join(odd)}.",
            file=path,
            remedy=f"Its keys are {', '.join(sorted(wanted - {'name'}))}.",
        )
    info = TableInfo(**facts)
    if not info.path.is_file():
        raise DataError("there is a sidecar but no such table.", file=info.path)
    return info


def table_info(name: str) -> TableInfo:
    """The entry of one table.

    Raises
    ------
    ParameterError
        There is no such table.
    """
    tables = {table.name: table for table in catalogue()}
    if name not in tables:
        raise ParameterError(f"there is no table {name!r}. There are: {', '.join(tables)}.")
    return tables[name]


def catalogue_frame() -> pd.DataFrame:
    """The catalogue as a table to print: name, what, one row, coverage, rows, licence, source, link."""
    return pd.DataFrame(
        {
            "name": table.name,
            "what": table.title,
            "one row": table.one_row,
            "coverage": table.coverage,
            "rows": table.rows,
            "licence": table.licence,
            "source": table.producer,
            "link": table.link,
        }
        for table in catalogue()
    )
