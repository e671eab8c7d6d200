"""The verdict block: the effect, then five lights with words, as HTML for the page and as text for the terminal."""

import html
from collections.abc import Sequence

import pandas as pd

from turningpoint.reports.page.notebook_chapter import inline
from turningpoint.robustness.traffic_lights import RULES, Light, tally


def verdict_html(effect: str, lights: Sequence[Light]) -> str:
    """Write the block: the effect in Markdown, how many checks hold, and a line for each with a link to its figure."""
    rows = "".join(_row(light) for light in lights)
    return (
        f'<div class="verdict"><p class="effect">{inline(effect)}</p>'
        f'<p class="tally">{html.escape(tally(lights))} Each line says why, and links to its figure.</p>'
        f'<ul class="lights">{rows}</ul></div>'
    )


def _row(light: Light) -> str:
    name = html.escape(light.name)
    linked = f'<a href="#{html.escape(light.figure)}">{name}</a>' if light.figure else name
    return (
        f'<li class="light {light.state.replace(" ", "-")}"><span class="sign" aria-hidden="true">{light.sign}</span>'
        f"<p><strong>{linked}: {light.state}.</strong> {inline(light.words)}</p></li>"
    )


def verdict_text(effect: str, lights: Sequence[Light]) -> str:
    """Write the block for a terminal.

    >>> print(verdict_text("The level is **twice** as high.", [Light("Date", "against", "Outside the set.")]))
    The level is twice as high.
    Of 1 check 1 is against.
    ✕ Date: against. Outside the set.
    """
    lines = [f"{light.sign} {light.name}: {light.state}. {light.words}" for light in lights]
    return "\n".join([effect, tally(lights), *lines]).replace("**", "")


def rules_frame() -> pd.DataFrame:
    """Give the rules by which the lights are lit."""
    return pd.DataFrame({"Check": list(RULES), "Rule": list(RULES.values())})
