"""A table of text as HTML, as TeX and as plain text: the same bytes on every machine."""

import html
import re

import pandas as pd

from turningpoint.names import as_plain, plain_frame
from turningpoint.number_format import MISSING

_NUMERIC = re.compile(r"[+−]?[\d,]+(\.\d+)?%?")
_TEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "`": r"\textasciigrave{}", '"': r"\textquotedbl{}",
    "[": "{[}", "]": "{]}",  # behind the end of a row, a bracket would be taken for a length
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "−": "$-$", "–": "--", "→": r"$\to$", "≥": r"$\ge$",
    "≤": r"$\le$", "×": r"$\times$",
}  # fmt: skip


def numeric_columns(frame: pd.DataFrame) -> list[bool]:
    """Say of each column of a table of text whether it holds numbers, which stand at the right.

    >>> numeric_columns(pd.DataFrame({"country": ["Mali"], "events": ["1,204"]}))
    [False, True]
    """
    return [
        bool((cells != MISSING).any()) and all(cell == MISSING or _NUMERIC.fullmatch(cell) for cell in cells)
        for cells in (frame.iloc[:, i] for i in range(frame.shape[1]))
    ]


def html_table(frame: pd.DataFrame, caption: str) -> str:
    """Write a table of text as plain semantic HTML: caption, column headers, the first column as row headers."""
    right = [' class="number"' if numeric else "" for numeric in numeric_columns(frame)]
    frame, caption = plain_frame(frame), as_plain(caption)
    head = "".join(
        f'<th scope="col"{mark}>{html.escape(str(name))}</th>' for name, mark in zip(frame.columns, right, strict=True)
    )
    lines = [f"<table><caption>{html.escape(caption)}</caption>", f"<thead><tr>{head}</tr></thead>", "<tbody>"]
    for row in frame.itertuples(index=False, name=None):
        cells = [f"<td{mark}>{html.escape(cell)}</td>" for cell, mark in zip(row, right, strict=True)]
        if cells:
            cells[0] = f'<th scope="row"{right[0]}>{html.escape(row[0])}</th>'
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</tbody></table>"])


def text_table(frame: pd.DataFrame, caption: str) -> str:
    """Write a table of text for a terminal: columns two blanks apart."""
    frame, caption = plain_frame(frame), as_plain(caption)
    right = numeric_columns(frame)
    rows = [[str(name) for name in frame.columns], *(list(row) for row in frame.itertuples(index=False, name=None))]
    widths = [max(len(row[i]) for row in rows) for i in range(frame.shape[1])]

    places = [f"{'>' if at_right else '<'}{width}" for width, at_right in zip(widths, right, strict=True)]
    lines = ("  ".join(map(format, row, places)).rstrip() for row in rows)
    return "\n".join([caption, *lines])


def tex_table(frame: pd.DataFrame, caption: str, name: str) -> str:
    """Write a table of text as TeX with booktabs, caption and the label ``tab:NAME``."""
    columns = "".join("r" if numeric else "l" for numeric in numeric_columns(frame))
    frame, caption = plain_frame(frame), as_plain(caption)
    rows = [" & ".join(map(tex, row)) + r" \\" for row in frame.itertuples(index=False, name=None)]
    head = " & ".join(tex(str(column)) for column in frame.columns) + r" \\"
    lines = [
        r"\begin{table}", rf"\caption{{{tex(caption)}}}", rf"\label{{tab:{name}}}", rf"\begin{{tabular}}{{{columns}}}",
        r"\toprule", head, r"\midrule", *rows, r"\bottomrule", r"\end{tabular}", r"\end{table}", "",
    ]  # fmt: skip
    return "\n".join(lines)


def tex(text: str) -> str:
    """Write text so that TeX prints it as it stands.

    >>> tex("R&D, −3") == chr(92).join(["R", "&D, $-$3"])
    True
    """
    return "".join(_TEX.get(letter, letter) for letter in text)
