"""The front of a report on paper: a tagged PDF (PDF/UA-1) of at most four pages, from what was recorded."""

import datetime
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from textwrap import shorten
from typing import Any

import typst

from turningpoint.errors import RunError
from turningpoint.files import write_file
from turningpoint.names import as_plain
from turningpoint.reports.front.answer import Answer
from turningpoint.reports.front.front import Front

BRIEFING = "report.pdf"
FOOT = 110
"""Letters at the foot of a page at most: a line."""
PAGES = 4
"""Pages at most: sizes of letters are tried from the largest on."""
TEMPLATE = Path(__file__).parents[1] / "page" / "template" / "briefing.typ"
SIZES = ((10.0, 0.86, 84), (9.5, 0.84, 76), (9.0, 0.84, 70), (8.5, 0.84, 64), (8.0, 0.84, 56), (7.5, 0.84, 48))
"""Letters in points, those of tables as a share of them, and pictures in percent of the width of the text."""
LACKING = "▯"
"""What stands for a sign that the fonts lack."""
_TEXTS = (
    "title", "standfirst", "asked", "picture_title", "picture_sentence", "ratio_title", "ratio_sentences", "limits",
)  # fmt: skip
_MARKS = {"yes": "✓", "no": "✗", "open": "?", "differ": "⇄"}
_ANSWERS = ("", "One answer", "Two answers", "Three answers", "Four answers")
_TIMESTAMP = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_STYLE = (
    "<style>text{font:13px 'Libertinus Serif';fill:#1c2430}.m{fill:#55606e}.s{font-size:11px}.b{font-weight:bold}"
    ".grid{stroke:#dde2e7}.mark{stroke:#55606e;stroke-width:1.4}.ci{stroke:#0072b2;stroke-width:3}.pt{fill:#0072b2}"
    "</style>"
)
"""What the page's style sheet says of the small figures."""


def write_briefing(
    run_folder: Path,
    front: Front,
    figures: tuple[Iterable[Mapping[str, Any]], Iterable[Mapping[str, Any]]],
    *,
    report: str,
    citation: str,
    notice: str = "",
) -> Path:
    """Write ``report.pdf`` into a run's folder; the same bytes wherever it is made of the same.

    Parameters
    ----------
    run_folder : holds ``figures/NAME.svg``. front : what the page says first.
    figures : what notebooks handed over for the front: the pictures of the series, and those of the kill ratio.
    report, citation, notice : what the report is of and when, how to cite it, what it lacks.

    Raises
    ------
    RunError
        It cannot be set.
    """
    pictures, of_ratio = ([_picture(part, run_folder) for part in parts] for parts in figures)
    told = {
        **{name: getattr(front, name) for name in _TEXTS},
        "report": report, "foot": shorten(report, FOOT, placeholder=" …"), "citation": citation, "notice": notice,
        "pictures": pictures if front.ratio_title else [*pictures, *of_ratio], "ratio_pictures": of_ratio,
        "answers_title": _ANSWERS[len(front.answers)],
        "answers": [_answer(one, figure) for one, figure in front.answers],
        "statements_title": f"The article's statements ({len(front.statements)})",
        "statements": [{**asdict(row), "mark": row.sign} for row in front.statements],
        "tally": [{"mark": sign, "word": word, "count": str(n), "meaning": why} for sign, word, n, why in front.tally],
        "finding_checks": [asdict(row) for row in front.finding_checks],
        "method_checks": [asdict(row) for row in front.method_checks],
    }  # fmt: skip
    printable = _shown(told)
    if _texts(printable) != _texts(told):
        printable["citation"] += f" Signs that the fonts of this file lack stand as {LACKING}; the page has them."
    for size, small, width in SIZES:
        content, pages = _set({**printable, "size": size, "small": small, "width": width})
        if pages <= PAGES:
            write_file(run_folder / BRIEFING, content)
            return run_folder / BRIEFING
    raise RunError(f"{BRIEFING} would have {pages} pages, and {PAGES} are the most: the front says too much.")


def _set(told: Mapping[str, Any]) -> tuple[bytes, int]:
    """The PDF, and how many pages it has; no file and no font of the machine is read."""
    source, given = TEMPLATE.read_bytes(), {"data": json.dumps(told)}
    try:
        content = typst.compile(
            source, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True, sys_inputs=given, timestamp=_TIMESTAMP
        )
        (count,) = json.loads(typst.query(source, "<pages>", field="value", ignore_system_fonts=True, sys_inputs=given))
    except typst.TypstError as error:
        raise RunError(f"{BRIEFING} cannot be set: {error}") from error
    return content, int(count)


def _shown(told: dict[str, Any]) -> dict[str, Any]:
    """Put a sign in the place of those that no font here has: a PDF/UA may not leave them empty."""
    lacking = _lacking(sorted({sign for text in _texts(told) for sign in text if not _is_usual(sign)}))
    once = _replaced(told, lambda text: "".join(LACKING if one in lacking else one for one in text))
    unusual = sorted({text for text in _texts(once) if not text.startswith("<") and not all(map(_is_usual, text))})
    broken = _lacking(unusual)  # signs that can be shown alone, and not behind one another
    plain: dict[str, Any] = _replaced(
        once, lambda text: "".join(one if _is_usual(one) else LACKING for one in text) if text in broken else text
    )
    return plain


def _is_usual(sign: str) -> bool:
    return " " <= sign <= "~" or sign == "\n"


def _texts(told: Any) -> list[str]:
    """Every text of some data."""
    found: list[str] = []
    _replaced(told, lambda text: found.append(text) or text)  # type: ignore[func-returns-value]
    return found


def _replaced(told: Any, write: Callable[[str], str]) -> Any:
    """Some data with every text written anew."""
    if isinstance(told, str):
        return write(told)
    if isinstance(told, Mapping):
        return {name: _replaced(each, write) for name, each in told.items()}
    return [_replaced(each, write) for each in told] if isinstance(told, list | tuple) else told


def _lacking(texts: Sequence[str]) -> frozenset[str]:
    """Which of some texts cannot be set with the fonts there are, by halving what cannot."""
    if not texts:
        return frozenset()
    source = (
        b'#set document(title: "x")\n#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"))\n'
        b"#for one in json(bytes(sys.inputs.data)) { block(one) }"
    )
    given = {"data": json.dumps(list(texts))}
    try:
        typst.compile(source, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True, sys_inputs=given)
    except typst.TypstError:
        half = len(texts) // 2
        return _lacking(texts[:half]) | _lacking(texts[half:]) if half else frozenset(texts)
    return frozenset()


def _picture(part: Mapping[str, Any], run_folder: Path) -> dict[str, str]:
    path = run_folder / "figures" / f"{part['name']}.svg"
    if not path.is_file():
        raise RunError(f"figure {part['name']!r} is not among the files of the run ({path.name} is missing).")
    plain = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", str(part["caption"])).replace("**", "").replace("`", "")
    return {"svg": path.read_text(encoding="utf-8"), "alt": as_plain(part["alt"]), "caption": as_plain(plain)}


def _answer(one: Answer, figure: str) -> dict[str, str]:
    """An answer with its small figure, which needs a style of its own here."""
    svg = figure.replace('<svg class="mini"', '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    svg = re.sub(r"(<svg[^>]*>)", lambda tag: tag[1] + _STYLE, svg, count=1)
    alt = f"{one.of}: {'; '.join(f'{name} {interval.told()}' for name, interval in one.rows)}" if figure else ""
    return {
        "question": one.question, "word": one.word, "sign": one.sign, "mark": _MARKS[one.sign], "text": one.text,
        "svg": svg, "alt": alt,
    }  # fmt: skip
