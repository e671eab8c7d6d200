"""A parquet file: its columns have names and types, and only those that are wanted are read."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from turningpoint.errors import DataError
from turningpoint.sources.own_files.typed_table import WHOLE, TypedTable, as_refusal

MARK = b"PAR1"
_READ_AT_ONCE = 10_000


class ParquetTable(TypedTable):
    """The table of a parquet file; its first row is numbered 2, as below a header."""

    def __init__(self, source: Path | IO[bytes], path: Path) -> None:
        self.path = path
        with as_refusal(path, "parquet file"):
            self._frame = pl.scan_parquet(source, glob=False)  # a name may hold brackets
            schema = self._frame.collect_schema()
        self.header = [name.strip() for name in schema.names()]

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Rows as Python values."""
        flat = [pl.col(name) if _is_flat(kind) else pl.lit("(nested)").alias(name) for name, kind in self._columns()]
        for number, frame in self._frames(flat, _READ_AT_ONCE):
            yield from enumerate(frame.iter_rows(), start=number)

    def batches(self, places: Sequence[int], size: int) -> Iterator[tuple[NDArray[np.int64], list[pl.Series]]]:
        """Columns as text without a detour by Python's values."""
        columns = self._columns()
        for place in places:
            if not _is_flat(columns[place][1]):
                raise DataError("a cell of this column holds a list.", file=self.path, column=columns[place][0])
        wanted = [_as_text(*columns[place]).alias(str(i)) for i, place in enumerate(places)]
        for number, frame in self._frames(wanted, size):
            if len(frame):
                yield np.arange(number, number + len(frame)), frame.get_columns()

    def _frames(self, wanted: list[pl.Expr], size: int) -> Iterator[tuple[int, pl.DataFrame]]:
        """Some columns, so many rows at a time, with the number of the first."""
        number = 2
        with as_refusal(self.path, "parquet file"):
            for frame in self._frame.select(wanted).collect_batches(chunk_size=size, lazy=True):
                yield number, frame
                number += len(frame)

    def _columns(self) -> list[tuple[str, pl.DataType]]:
        return list(self._frame.collect_schema().items())


def _is_flat(kind: pl.DataType) -> bool:
    return not kind.is_nested() and kind not in (pl.Binary, pl.Object)


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    """Cells as ``cell_text`` writes them."""
    column = pl.col(name)
    if kind.is_float():
        column = column.cast(pl.Float64).fill_nan(None)
        whole = (column == column.floor()) & (column.abs() < WHOLE)
        as_whole = column.cast(pl.Int64, strict=False).cast(pl.String)
        text = pl.when(whole).then(as_whole).otherwise(column.cast(pl.String))
    elif isinstance(kind, pl.Datetime):
        text = column.dt.replace_time_zone(None).dt.to_string("%Y-%m-%d %H:%M:%S")
    elif kind == pl.Date:
        text = column.dt.to_string("%Y-%m-%d")
    else:
        text = column.cast(pl.String)
    return text.fill_null("")
