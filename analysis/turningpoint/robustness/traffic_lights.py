"""Five lights on one finding: how date, placebos, other specifications and the interval stand up.

Every rule takes plain numbers and gives a light with words. Colour is never its only sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from turningpoint.robustness.dates.date_set import BOUND, CERTAIN, EVERY, NEIGHBOURS, SHARE, Standing

State = Literal["holds", "open", "fails", "not shown", "against", "not available"]
SIGNS: dict[State, str] = {
    "holds": "●", "open": "◐", "fails": "○", "not shown": "◌", "against": "✕", "not available": "–"
}  # fmt: skip
"""A sign for each state, which differs in shape."""
RULES: dict[str, str] = {
    "Date": f"Holds when dates are ruled out and the intervention is in the set that is left, or none but dates up to "
    f"{NEIGHBOURS} periods from it, not all of them before it; against when the intervention is ruled out; not shown "
    "when no date is ruled out. Dates are ruled out where the log evidence of a break exceeds that of none, in a "
    f"course that may bend, by more than {BOUND:g} at the best of every {EVERY}rd date, the intervention among these, "
    f"or by {CERTAIN:g} at any; the set has {SHARE:.0%} of the evidence.",
    "Placebo in time": "Holds when at most one minus the confidence of the dates before, the real one counted, show "
    "an effect as large in the direction found; fails when more do; open when there are too few placebo dates to say "
    "so.",
    "Placebo in space": "As placebo in time, with comparable countries in place of dates.",
    "Specifications": "Holds when the median effect over all specifications, of level or of slope, and the share of "
    "significant ones are both larger than chance explains when nothing changed; open when only one is; fails when "
    "neither is.",
    "Certificate": "Holds when the intervals of the jump and of the first year's effect are certified on simulated "
    "series like this one; fails when they are not.",
}


@dataclass(frozen=True)
class Light:
    """One check.

    Attributes
    ----------
    name : a key of `RULES`. state : see `SIGNS`. words : why, in a sentence with its numbers.
    figure : anchor in the report of the figure or table behind it; empty where there is none.
    """

    name: str
    state: State
    words: str
    figure: str = ""

    @property
    def sign(self) -> str:
        """Shape that stands for the state."""
        return SIGNS[self.state]


def date_light(standing: Standing, *, words: str, figure: str = "figure-break_dates") -> Light:
    """Judge the date by where it stands to the set."""
    states: dict[Standing, State] = {
        "inside": "holds",
        "neighbours": "holds",
        "outside": "against",
        "nothing ruled out": "not shown",
        "not searched": "not available",
    }
    return Light("Date", states[standing], words, figure)


def placebo_light(
    name: str, share: float | None, placebos: int, *, confidence: float, words: str, figure: str
) -> Light:
    """Judge a placebo, in time or in space: share is (1 + as extreme) / (1 + placebos), None where there are none."""
    if share is None:
        return Light(name, "not available", words)
    largest = 1 - confidence + 1e-12
    state: State = "holds" if share <= largest else "open" if 1 / (1 + placebos) > largest else "fails"
    return Light(name, state, words, figure)


def specifications_light(
    *, p_level: float | None, p_slope: float | None, p_share: float | None, confidence: float, words: str
) -> Light:
    """Judge all specifications together by the p-values of their joint null; None where there is none."""
    known = [value for value in (p_level, p_slope) if value is not None]
    if not known or p_share is None:
        return Light("Specifications", "not available", words)
    largest = 1 - confidence + 1e-12
    passed = (min(1.0, len(known) * min(known)) <= largest) + (p_share <= largest)
    states: tuple[State, ...] = ("fails", "open", "holds")
    return Light("Specifications", states[passed], words, "figure-specification_curve")


def certificate_light(certified: bool | None, *, words: str) -> Light:
    """Judge the interval; None where there is no certificate."""
    if certified is None:
        return Light("Certificate", "not available", words, "")
    return Light("Certificate", "holds" if certified else "fails", words, "table-certificate")


def tally(lights: Sequence[Light]) -> str:
    """Count the states in one sentence.

    >>> tally([Light("Date", "fails", ""), Light("Certificate", "holds", "")])
    'Of 2 checks 1 holds, 0 are open, 1 fails.'
    """
    words: dict[State, tuple[str, str]] = {
        "holds": ("holds", "hold"), "open": ("is open", "are open"), "fails": ("fails", "fail"),
        "not shown": ("is not shown", "are not shown"), "against": ("is against", "are against"),
    }  # fmt: skip
    counts = {state: sum(light.state == state for light in lights) for state in SIGNS}
    missing = counts["not available"]
    told = [state for state in words if counts[state] or state in ("holds", "open", "fails")]
    said = ", ".join(f"{counts[state]} {words[state][counts[state] != 1]}" for state in told)
    return f"Of {len(lights)} checks {said}{f', {missing} not available' if missing else ''}."
