"""Names that users give are text in every form: labels, names of columns and of files, shown exactly as given.

A name enters sentences through `as_name`, which puts every sign that could mean something in Markdown, HTML or TeX out
of reach: into a private plane of Unicode, one sign for one. Sentences are then put together as if there were no such
signs, and each form takes them back in its own way: `as_markup` in Markdown and HTML, `as_plain` in plain text, JSON,
figures and, before its own escapes, TeX. A sentence without such names passes through all of them unchanged.
"""

import string
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 1000
"""Letters of a name at most."""
_PLANE = 0x10F000
_ARMOUR = {ord(sign): chr(_PLANE + ord(sign)) for sign in string.punctuation}
_MARKUP = {_PLANE + sign: f"&#{sign};" for sign in range(128)}
_PLAIN = {_PLANE + sign: chr(sign) for sign in range(128)}
_JOINERS = frozenset("\u00ad\u200c\u200d\u200e\u200f")
"""Signs that are not seen but belong to words: soft hyphen, joiners of Persian and Indic, marks of direction."""


def as_name(text: str) -> str:
    """Put the signs of a name out of reach of every markup; letters, digits and blanks stay.

    A name that is more than words keeps its first letter small, too, at the beginning of a sentence.

    >>> as_plain(as_name("Talks <Kabul> [pact](deal)")), as_name("Fall of Kabul")
    ('Talks <Kabul> [pact](deal)', 'Fall of Kabul')
    >>> as_plain(as_name("attacks").capitalize()), as_plain(as_name("n_killed").capitalize())
    ('Attacks', 'n_killed')
    """
    away = text.translate(_ARMOUR)
    return chr(_PLANE + ord(text[0])) + away[1:] if away != text and text[0].isascii() else away


def as_markup(text: str) -> str:
    """Write the names in a text of Markdown or HTML so that it shows them as given.

    >>> as_markup(f"**Since {as_name('a*b <5')}**")
    '**Since &#97;&#42;b &#60;5**'
    """
    return text.translate(_MARKUP)


def as_plain(text: str) -> str:
    """Write the names in a text without markup as given.

    >>> as_plain(f"Since {as_name('a*b')}")
    'Since a*b'
    """
    return text.translate(_PLAIN)


def plain_frame(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Write the names in a table, and above its columns, as given."""
    plain = frame.map(lambda cell: as_plain(cell) if isinstance(cell, str) else cell)
    return plain.rename(columns=lambda name: as_plain(name) if isinstance(name, str) else name)


def visible(text: str) -> str:
    r"""Write signs that would steer a terminal, or turn what stands behind them round, as escapes; line ends stay.

    >>> print(visible("red \x1b[31m"))
    red \x1b[31m
    """
    return "".join(sign.encode("unicode_escape").decode() if sign != "\n" and _steers(sign) else sign for sign in text)


def listed(names: Sequence[str], most: int = 60, letters: int | None = None) -> str:
    """Name the columns of a file, or as many of them, and of their letters, as a message may hold.

    >>> listed(["month", "n", "note"], 2)
    'month, n and 1 more'
    """
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(visible(name)[:letters] for name in names[:most]) + more


def did_you_mean(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Ask for the nearest of the names that are known; nothing where none is near.

    >>> did_you_mean("mnth", ["month", "n"])
    "Did you mean 'month'? "
    """
    near = get_close_matches(name, list(known), n=1, cutoff=cutoff)
    return f"Did you mean {near[0]!r}? " if near else ""


def problem_of(name: str) -> str:
    r"""Say why a text is no name, or nothing: a line break, a sign that steers a terminal or is not seen, too long.

    >>> problem_of("a\nb"), problem_of("Talks <Kabul> & more")
    ("it holds a sign that is not text ('\\n')", '')
    """
    if len(name) > LONGEST:
        return f"it is {len(name):,} letters long; {LONGEST:,} are the most"
    steering = next((sign for sign in name if _steers(sign)), "")
    return f"it holds a sign that is not text ({steering!a})" if steering else ""


def _steers(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind in ("Cc", "Cs", "Co", "Zl", "Zp") or (kind == "Cf" and sign not in _JOINERS)
