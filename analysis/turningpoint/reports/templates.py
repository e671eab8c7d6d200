"""The templates of a report's pages, and the macros that write what stands in a chapter or on the front."""

from pathlib import Path
from typing import Any

import jinja2

TEMPLATE = Path(__file__).parent / "page" / "template"
ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEMPLATE), autoescape=True, trim_blocks=True, lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)  # fmt: skip
"""Finds the templates of pages; what they are given is text, unless it is marked up."""
PARTS: Any = ENVIRONMENT.overlay(autoescape=False).get_template("parts.html.j2").module
"""Macros; they say themselves what of theirs is text."""
