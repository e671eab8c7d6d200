"""The verdict block: the effect, then five lights with words, as HTML for the page and as text for the terminal."""

from collections.abc import Sequence

import pandas as pd

from turningpoint.reports.page.notebook_chapter import inline
from turningpoint.reports.templates import PARTS
from turningpoint.robustness.traffic_lights import RULES, Light, tally


def verdict_html(effect: str, lights: Sequence[Light]) -> str:
    """Write the block: the effect in Markdown, how many checks hold, and a line for each with a link to its figure."""
    return str(PARTS.verdict(inline(effect), tally(lights), [(light, inline(light.words)) for light in lights]))


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
