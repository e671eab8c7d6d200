"""One executed notebook as a chapter of the page: nbconvert with our own template, code folded away."""

import base64
import html
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from nbconvert.filters import markdown2html

from turningpoint.errors import RunError
from turningpoint.names import as_markup, as_plain
from turningpoint.reports.templates import PARTS, TEMPLATE

_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_LAST_CELL = re.compile(r"<t[dh]\b[^>]*>((?:(?!</?t[dh]\b).)*)</t[dh]></tr>$")
PHONE = "(max-width: 34rem)"
"""Screens that get the figures drawn for a phone; a width at which ``page.css`` changes, too."""
_AWAY = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '%#<>"&'})
_LONG = 160
"""Letters from which on a table's last column is text to read, not a cell to compare."""
_ALT = re.compile(r"""\balt\s*=\s*(?:"\s*[^"\s]|'\s*[^'\s])""", re.IGNORECASE)


@dataclass(frozen=True)
class Chapter:
    """One notebook's story: its anchor, its first heading as the title, and its body, HTML.

    There the notebook's first heading is a second-level heading of the page, and so on.
    """

    id: str
    title: str
    body: str


def chapter_of(notebook: Path, run_folder: Path, *, front_page: str = "") -> Chapter:
    """Turn an executed notebook into a chapter; refuse a figure without alternative text, or no heading at all.

    ``front_page`` is the file that has the figures of the front, where the chapter stands on another page.
    """
    content = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    numbers = {cell.id: number for number, cell in enumerate(content.cells, start=1)}
    story = _Story(notebook.name, run_folder, numbers, front_page)
    exporter = HTMLExporter(template_name="turningpoint", extra_template_basedirs=[str(TEMPLATE)])  # type: ignore[no-untyped-call]
    exporter.exclude_anchor_links = True
    for name in ("prose", "figure", "table", "output"):
        exporter.register_filter(f"story_{name}", getattr(story, name))  # type: ignore[no-untyped-call]
    body, _ = exporter.from_notebook_node(content)
    if not story.anchors:
        raise RunError(f"{notebook.name} has no heading. Begin it with one line `# Title`.")
    return Chapter(notebook.stem, next(iter(story.anchors.values())), str(body))


def figure_html(part: dict[str, Any], run_folder: Path, *, anchor: str = "") -> str:
    """Write a figure, as ``show_picture`` hands it over, as HTML: its drawings inside, its caption, links to its files.

    The one for a phone, where there is one, takes the place of the usual one on a narrow screen.
    """
    wide, small = (run_folder / "pictures" / f"{part['name']}{end}" for end in (".svg", ".narrow.svg"))
    if not wide.exists():
        raise RunError(f"figure {part['name']!r} is not among the files of the run (pictures/{wide.name} is missing).")
    narrow = _inside(small).replace(" ", "%20") if small.exists() else ""
    alt, caption = html.escape(part["alt"]), inline(part["caption"])
    return str(PARTS.figure(part["name"], anchor, _inside(wide), narrow, PHONE, alt, caption))


def _inside(drawing: Path) -> str:
    """Write an SVG as an address that holds it: shorter than base64, because few signs must be out of the way."""
    return "data:image/svg+xml," + drawing.read_text(encoding="utf-8").replace("\n", " ").translate(_AWAY)


def scrolling(table: str, caption: str) -> str:
    """Put a table into a box that scrolls sideways and can be reached by keyboard; the caption stands still above.

    Cells of long text get the class ``wordy`` and keep a width to read in; short ones stay on one line. Where the last
    column holds whole paragraphs, they are folded away, each below its own row.
    """

    def classed(match: re.Match[str]) -> str:
        tag, attributes, text = match.groups()
        if "class=" in attributes:
            return match.group(0)
        length = len(html.unescape(re.sub(r"<[^>]+>", "", text)))
        name = "wordy" if length > 34 else "short" if length < 14 else ""
        return f'<{tag}{attributes} class="{name}">{text}</{tag}>' if name else match.group(0)

    cells = re.sub(r"<(td|th)\b([^>]*)>(.*?)</\1>", classed, _last_column_below(table), flags=re.DOTALL)
    return str(PARTS.scroll(cells, f"Table: {html.escape(as_plain(caption))}", inline(caption)))


def _last_column_below(table: str) -> str:
    """Move a last column of long text into rows of their own, folded; other tables stay as they are."""
    lines = table.split("\n")
    rows = {i: match for i, line in enumerate(lines) if line.startswith("<tr>") and (match := _LAST_CELL.search(line))}
    head = re.search(r'<th scope="col">([^<]*)</th></tr></thead>$', table, flags=re.MULTILINE)
    if head is None or max((len(html.unescape(match[1])) for match in rows.values()), default=0) < _LONG:
        return table
    for i, match in rows.items():
        span = lines[i].count("<td") + lines[i].count("<th") - 1
        lines[i] = f"{lines[i][: match.start()]}</tr>{PARTS.folded(head[1], match[1], span)}"
    return "\n".join(lines).replace(head[0], "</tr></thead>")


def inline(text: str) -> str:
    """Write Markdown as HTML, a single paragraph without its ``<p>``."""
    written = str(markdown2html(as_markup(text))).strip()
    return written[3:-4] if re.fullmatch(r"<p>((?!<p>).)*</p>", written, flags=re.DOTALL) else written


@dataclass
class _Story:
    """The filters of the template; ``anchors`` are the headings they pass, with their plain text."""

    notebook: str
    run_folder: Path
    numbers: dict[str, int]
    front_page: str
    anchors: dict[str, str] = field(default_factory=dict)

    def prose(self, text: str, cell: Any) -> str:
        """Move headings one level down, give them anchors, and check pictures."""
        self._need_alt(text, cell)
        return _HEADING.sub(self._heading, text)

    def figure(self, output: Any, cell: Any) -> str:
        about = output["metadata"]["turningpoint"]
        alt = output["metadata"].get("image/png", {}).get("alt", "")
        self._refuse_without(alt.strip(), cell)
        if about.get("front"):  # shown once, above
            return str(PARTS.figure_on_front(about["name"], self.front_page))
        return figure_html({**about, "alt": alt}, self.run_folder, anchor=f"figure-{about['name']}")

    def table(self, output: Any, cell: Any) -> str:
        about = output["metadata"]["turningpoint"]
        self._need_alt(output["data"]["text/html"], cell)
        if not about.get("on_page", True):
            return str(PARTS.table_as_file(about["name"], inline(about["caption"])))
        scrolled = scrolling(output["data"]["text/html"], about["caption"])
        return str(PARTS.table(scrolled, about["name"], f"table-{about['name']}"))

    def output(self, output: Any, cell: Any) -> str:
        """Write what a cell displayed by other means than ours."""
        data, metadata = output.get("data", {}), output.get("metadata", {})
        if kind := next((kind for kind in ("image/svg+xml", "image/png", "image/jpeg") if kind in data), ""):
            alt = str(metadata.get(kind, {}).get("alt", "")).strip()
            self._refuse_without(alt, cell)
            picture = data[kind] if kind != "image/svg+xml" else base64.b64encode(data[kind].encode()).decode()
            return str(PARTS.picture(f"data:{kind};base64,{picture}".replace("\n", ""), html.escape(alt)))
        if "text/html" in data:
            self._need_alt(data["text/html"], cell)
            return str(PARTS.table(PARTS.scroll(data["text/html"], "Table")))
        if "text/markdown" in data:
            return f'<div class="prose">{self.prose(str(markdown2html(data["text/markdown"])), cell)}</div>'
        return f'<pre class="printed" tabindex="0">{html.escape(str(data.get("text/plain", "")))}</pre>'

    def _heading(self, match: re.Match[str]) -> str:
        level, text = min(int(match.group(1)) + 1, 6), match.group(3)
        title = html.unescape(re.sub(r"<[^>]+>", "", text)).strip()
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "part"
        anchor = f"{Path(self.notebook).stem}-{slug}"
        same = sum(other == anchor or other.startswith(f"{anchor}--") for other in self.anchors)
        anchor += f"--{same + 1}" if same else ""
        self.anchors[anchor] = title
        return f'<h{level} id="{anchor}">{text}</h{level}>'

    def _need_alt(self, text: str, cell: Any) -> None:
        for image in _IMAGE.findall(text):
            self._refuse_without(_ALT.search(image), cell)

    def _refuse_without(self, alt: object, cell: Any) -> None:
        if not alt:
            raise RunError(
                f"{self.notebook}, cell {self.numbers.get(cell.id, 0)}: a figure has no alternative text. "
                "Use show_picture(…), or ![what it shows](…) in Markdown."
            )
