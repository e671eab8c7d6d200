"""What a user may say about a file where the file itself leaves it open."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from turningpoint.errors import ParameterError

ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
PERIODS = ("day", "week", "month", "quarter", "year")
ABSENT = ("zero", "missing")


@dataclass(frozen=True)
class Choices:
    """How a file is to be read; what is left empty is found in the file, or asked for.

    Attributes
    ----------
    dates : order of day, month and year in dates of three numbers: dmy, mdy or ymd.
    decimal : the decimal mark, ``.`` or ``,``.
    sheet : name of the sheet of a workbook.
    missing : texts that stand for a value that was not observed, beside empty cells, NA, N/A, NaN and null.
    absent : what a period without a row is: ``zero`` (nothing happened) or ``missing`` (not observed).
    group : ``COLUMN=VALUE``, one a column: only rows that have them all are taken; of a file of events any condition
        that ``turningpoint events --where`` takes.
    total : whether the rows of a period are added up.
    by : the period over which dated rows are added up: day, week, month, quarter or year.
    """

    dates: str = ""
    decimal: str = ""
    sheet: str = ""
    missing: tuple[str, ...] = ()
    absent: str = ""
    group: tuple[str, ...] = ()
    total: bool = False
    by: str = ""

    def __post_init__(self) -> None:
        """Refuse words that mean nothing here."""
        allowed = {"dates": tuple(ORDERS), "decimal": (".", ","), "absent": ABSENT, "by": PERIODS}
        for name, words in allowed.items():
            if (given := getattr(self, name)) and given not in words:
                raise ParameterError(f"{name} (data_{name} in a report) is {given!r}. Choose {', '.join(words)}.")
        if self.by and not self.total:
            raise ParameterError(f"by {self.by}: that is for rows that are added up. Add --sum (data_sum=true).")
        for text in self.group:
            if not re.fullmatch(r"\s*[^=<>!~]*[^=<>!~\s]\s*(<=|>=|!=|==|=|<|>|~)\s*\S.*", text, re.DOTALL):
                raise ParameterError(f"group is {text!r}. Write COLUMN=VALUE, as in province=Sindh.")


def choices_from(options: Mapping[str, object]) -> Choices:
    """The choices among the options of a command, by name; those that were not given are left open.

    >>> choices_from({"dates": "dmy", "missing": ["ND"], "seed": 1})
    Choices(dates='dmy', decimal='', sheet='', missing=('ND',), absent='', group=(), total=False, by='')
    """
    given = {field.name: options[field.name] for field in fields(Choices) if options.get(field.name)}
    return Choices(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})  # type: ignore[arg-type]
