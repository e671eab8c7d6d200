"""What changed between two reports, as a page that anybody can read."""

from pathlib import Path

import jinja2
from markupsafe import Markup

from turningpoint.reports.changes.summary import Summary

TEMPLATE = Path(__file__).parents[1] / "page" / "template"
MOST = 200
"""Rows of a table on the page; those beyond are counted, and ``compare --all`` has them."""


def changes_page(summary: Summary, *, old: str, new: str, tolerance: float) -> str:
    """Write the page; every name and value on it is text, whatever it holds.

    Parameters
    ----------
    old, new : what the two reports are called. tolerance : relative difference that counted as the same.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATE), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    return environment.get_template("changes.html.j2").render(
        summary=summary, changed=bool(summary.sections or summary.added or summary.removed), old=old, new=new,
        tolerance=tolerance, most=MOST, css=Markup((TEMPLATE / "page.css").read_text(encoding="utf-8")),
    )  # fmt: skip
