"""Five lights on one finding: how date, placebos, other specifications and the interval stand up.

Every rule takes plain numbers and gives a light with words. Colour is never its only sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from turningpoint.number_format import counted, listed
from turningpoint.robustness.dates.date_set import BOUND, CERTAIN, EVERY, NEIGHBOURS, SHARE, Standing

State = Literal["holds", "not shown", "against", "not available"]
SIGNS: dict[State, str] = {"holds": "●", "not shown": "◌", "against": "✕", "not available": "–"}
"""A sign for each state, which differs in shape."""
RULES: dict[str, str] = {
    "Date": f"Holds when half of the dates or more are ruled out and the intervention is in the set that is left, or "
    f"none but dates up to {NEIGHBOURS} periods from it, not all of them before it; against when it is among so many "
    "that are ruled out; not shown otherwise. Dates are ruled out where the log evidence of a break, in a course that "
    f"may bend, at the best of every {EVERY}rd date, the intervention among these, is more than {BOUND:g} above "
    f"three in four, and no break; or at any {CERTAIN:g} above no break. The set has {SHARE:.0%} of the evidence.",
    "Placebo in time": "Holds when at most one minus the confidence of the dates before, the real one counted, show "
    "an effect as large in the direction found; not shown when more do; not available when there are too few placebo "
    "dates to say so.",
    "Placebo in space": "As placebo in time, with comparable countries in place of dates.",
    "Specifications": "Holds when the median effect over all specifications, of level or of slope, and the share of "
    "significant ones are both larger than chance explains when nothing changed; not shown otherwise.",
    "Certificate": "Holds when the intervals of the jump and of the first year's effect are certified on simulated "
    "series like this one; not shown when they are not. It is a check of the method, not of the finding.",
}


@dataclass(frozen=True)
class Light:
    """One check: ``name`` is a key of `RULES`, ``state`` one of `SIGNS`, and the words say why, with numbers.

    ``figure`` is the anchor in the report of the figure or table behind it; empty where there is none.
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
        "one of most": "not shown",
        "neighbours": "holds",
        "outside": "against",
        "outside most": "not shown",
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
    state: State = "holds" if share <= largest else "not available" if 1 / (1 + placebos) > largest else "not shown"
    return Light(name, state, words, figure)


def specifications_light(
    *, p_level: float | None, p_slope: float | None, p_share: float | None, confidence: float, words: str
) -> Light:
    """Judge all specifications together by the p-values of their joint null; None where there is none."""
    known = [value for value in (p_level, p_slope) if value is not None]
    if not known or p_share is None:
        return Light("Specifications", "not available", words)
    largest = 1 - confidence + 1e-12
    passed = min(1.0, len(known) * min(known)) <= largest and p_share <= largest
    return Light("Specifications", "holds" if passed else "not shown", words, "figure-specification_curve")


def certificate_light(certified: bool | None, *, words: str) -> Light:
    """Judge the interval; None where there is no certificate."""
    if certified is None:
        return Light("Certificate", "not available", words, "")
    return Light("Certificate", "holds" if certified else "not shown", words, "table-certificate")


def tally(lights: Sequence[Light]) -> str:
    """Count the states in one sentence.

    >>> tally([Light("Date", "not shown", ""), Light("Certificate", "holds", "")])
    'Of 2 checks 1 holds and 1 is not shown.'
    """
    words: dict[State, tuple[str, str]] = {
        "holds": ("holds", "hold"), "not shown": ("is not shown", "are not shown"),
        "against": ("is against", "are against"), "not available": ("is not available", "are not available"),
    }  # fmt: skip
    counts = {state: sum(light.state == state for light in lights) for state in words}
    said = [f"{count} {words[state][count != 1]}" for state, count in counts.items() if count]
    return f"Of {counted(len(lights), 'check')} {listed(said)}."
