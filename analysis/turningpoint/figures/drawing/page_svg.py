"""A figure as light SVG for a page: words as text, coordinates rounded, each style written once.

The figure's own file has letters as outlines, which look the same everywhere and weigh most of it. A page carries many
figures and is read where DejaVu Sans, Verdana (as wide) or a narrower font is at hand.
"""

import io
import re
import warnings
from collections.abc import Callable
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.figure import Figure

from turningpoint.figures.drawing.picture import Picture
from turningpoint.figures.drawing.style import figure_style, for_a_phone, with_plain_texts

FONTS = "'DejaVu Sans',Verdana,sans-serif"
_NUMBER = re.compile(r"-?\d+\.\d+(e-?\d+)?")
_FONT = re.compile(r"font-family: [^;]+(; )?")
_UPRIGHT = re.compile(r"rotate\(-0 [^)]*\)")
_REFERENCE = re.compile(r"(?<=url\(#)[\w-]+")
_HREF = "{http://www.w3.org/1999/xlink}href"
_NAMED = ("d", "x", "y", "width", "height", "transform", "points", "cx", "cy", "r")
"""Attributes of coordinates."""
_COLLAPSED, _HIGHER = "constrained_layout not applied", 6
"""How matplotlib says that parts of a figure have no place, and how often it is drawn anew at most."""


def page_svg(figure: Figure) -> bytes:
    """Render a figure as SVG for a page; the same bytes every time."""
    root = ElementTree.fromstring(_saved(with_plain_texts(figure)))
    used = {name for part in root.iter() for value in part.attrib.values() for name in _REFERENCE.findall(value)}
    used |= {part.attrib[_HREF].removeprefix("#") for part in root.iter() if _local(part.tag) == "use"}
    short = {name: f"i{number}" for number, name in enumerate(sorted(used))}
    styles: dict[str, str] = {}
    body = "".join(_written(part, short, styles) for part in root if _local(part.tag) != "metadata")
    rules = "".join(f".{name}{{{style}}}" for style, name in styles.items())
    wide, high = (float(size) for size in root.attrib["viewBox"].split()[2:])
    size = f"width='{wide:.0f}pt' height='{high:.0f}pt' viewBox='0 0 {wide:g} {high:g}'"
    rules = f"*{{stroke-linejoin:round}}text{{font-family:{FONTS};white-space:pre}}{rules}"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}><style>{rules}</style>{body}</svg>".encode()


def _saved(figure: Figure) -> bytes:
    """Save a figure as SVG, made higher until everything has its place."""
    for _ in range(_HIGHER):
        stream = io.BytesIO()
        with warnings.catch_warnings(record=True) as said, figure_style(), mpl.rc_context({"svg.fonttype": "none"}):
            warnings.simplefilter("always")
            figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
        if not any(str(one.message).startswith(_COLLAPSED) for one in said):
            break
        figure.set_figheight(1.25 * figure.get_figheight())
    for one in said:  # of the last drawing
        warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
    return stream.getvalue()


def phone_svg(again: Callable[[], Picture]) -> bytes:
    """Draw a picture once more, for a phone, as SVG for a page."""
    with for_a_phone():
        return page_svg(again().figure)


def _written(element: ElementTree.Element, short: dict[str, str], styles: dict[str, str]) -> str:
    """Write an element without what says nothing: ids that nobody names, groups without a trait, blanks."""
    tag = _local(element.tag)
    if tag == "style":
        return ""
    inside = "".join(_written(part, short, styles) for part in element)
    traits = ""
    for name, given in sorted((_local(name), value) for name, value in element.attrib.items()):
        value = _REFERENCE.sub(lambda match: short[match[0]], given)
        if name == "href" and tag == "use":
            told = f"#{short[value.removeprefix('#')]}"
        elif name == "id":
            told = short.get(value, "")
        elif name == "style":
            style = _FONT.sub("", value).strip("; ").replace(": ", ":").replace("; ", ";")
            told = styles.setdefault(style, f"s{len(styles)}") if style else ""  # a class, one for the same style
        elif name in _NAMED:
            told = _UPRIGHT.sub("", _rounded(value))
        else:
            told = value
        if told:
            traits += f" {'class' if name == 'style' else name}='{escape(told, {chr(39): '&apos;'})}'"
    words = escape(element.text or "") if tag == "text" else ""
    if (tag in ("g", "defs") and not inside) or (tag == "g" and not traits):
        return inside
    return f"<{tag}{traits}>{words}{inside}</{tag}>" if words or inside else f"<{tag}{traits}/>"


def _rounded(value: str) -> str:
    """Round coordinates to a hundredth of a point, and leave out the blanks that no reader of paths needs."""
    told = _NUMBER.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip(".").replace("-0.", "-."), value)
    return re.sub(r"\s*([A-Za-z])\s+(?=[-\d.])", r"\1", re.sub(r"\s+", " ", told)).strip()


def _local(name: str) -> str:
    return name.rpartition("}")[2]
