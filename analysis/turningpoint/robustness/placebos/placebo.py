"""Placebos: the effect at dates, or in countries, where nothing is claimed to have happened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import agreeing, counted, listed
from turningpoint.outcome import Outcome
from turningpoint.robustness.straight_model import EFFECTS, design_at, effect_places, estimates_of, normal_quantile
from turningpoint.sources.countries import country_names
from turningpoint.spans import inside
from turningpoint.timeline import cut

FEWEST_MEAN = 2.0
"""Counts a period before a date, on average, below which a course cannot be told."""
FEWEST_NONZERO = 12
OWN_BREAK = "a break of its own"
"""What the reason says where a date or a country was left out by the rule on known breaks."""
NEAR = 6
"""Periods on either side of a listed event in which no date is a placebo."""
YEAR, APART, UPHEAVAL = 12, 3, 10.0
"""Months that are compared, months from the date from which a change is another one, and by how much it must change."""
DATES_RULE = f"dates within {NEAR} periods of an event listed for this series are left out"
COUNTRIES_RULE = (
    f"countries are left out whose counts changed {UPHEAVAL:g}-fold from one year to the next at another month of the "
    f"window ({APART} or more from the date, and more than there)"
)
COLUMNS = ("name", "label", "effect", "estimate", "low", "high", "z", "ranked")


@dataclass(frozen=True, eq=False)
class Placebo:
    """Effects of one design at many dates or in many countries.

    Attributes
    ----------
    kind : ``time`` or ``space``.
    real : name of the date or country that is asked about.
    frame : the columns in `COLUMNS`, a row a name and effect, the real one among them: effect (``level`` or ``slope``)
        with the calibrated interval, on the scale of the link; z is the estimate over its standard error. Rows that are
        not ranked are shown only.
    left_out : name, reason.
    windows : dates so far apart that their windows share no period, the real window apart; for space the countries.
    before, after : periods of each window on either side.
    ratios : whether effects are logs of ratios.
    confidence : of the intervals.
    rule : by which names with a known break of their own were left out, in words.
    series : what was compared, where it is not the series that is asked about.
    reason : why there are no placebos, where there are none.
    """

    kind: Literal["time", "space"]
    real: str
    frame: pd.DataFrame
    left_out: pd.DataFrame
    windows: int
    before: int
    after: int
    ratios: bool
    confidence: float
    rule: str = ""
    series: str = ""
    reason: str = ""

    def ranked(self, effect: str = "level") -> pd.DataFrame:
        """Rows of the placebos that are ranked, the largest in the direction of the real effect first."""
        rows = self.frame[(self.frame["effect"] == effect) & self.frame["ranked"] & (self.frame["name"] != self.real)]
        return rows.reindex((rows["z"] * self.direction(effect)).sort_values(ascending=False).index)

    def placebos(self, effect: str = "level") -> int:
        """How many there are."""
        return len(self.ranked(effect))

    def real_z(self, effect: str = "level") -> float | None:
        """Studentised effect of the real date or country; None where it could not be estimated."""
        rows = self._real(effect)
        return float(rows["z"].iloc[0]) if len(rows) else None

    def _real(self, effect: str) -> pd.DataFrame:
        return self.frame[(self.frame["effect"] == effect) & (self.frame["name"] == self.real)]

    def direction(self, effect: str = "level") -> int:
        """1 where the real effect is a rise, -1 where it is a fall."""
        return -1 if (self.real_z(effect) or 0.0) < 0 else 1

    def larger(self, effect: str = "level", *, either: bool = False) -> int:
        """How many are at least as large as the real one, in its direction or in ``either``."""
        real = abs(self.real_z(effect) or 0.0)
        sizes = self.frame.loc[self.ranked(effect).index, "z"] * self.direction(effect)
        return int(((sizes.abs() if either else sizes) >= real).sum())

    def share(self, effect: str = "level", *, either: bool = False) -> float | None:
        """(1 + placebos at least as large) / (1 + placebos), in the direction of the real effect or in ``either``.

        None without the real one or any placebo. The direction is that of the data: as a test of a change in either
        direction the share is to be doubled.
        """
        count = self.placebos(effect)
        known = self.real_z(effect) is not None and count > 0
        return (1 + self.larger(effect, either=either)) / (1 + count) if known else None

    @property
    def planted(self) -> float:
        """What is planted to learn the power: a doubling or a halving, or else as much as the real level."""
        return self.direction() * (np.log(2.0) if self.ratios else abs(float(self._real("level")["estimate"].iloc[0])))

    def power(self) -> float | None:
        """Share of the placebos at which a planted change of level would stand out: its rank among the others holds.

        What is planted moves the estimate and leaves its error. None where there is no share, or too few placebos for
        any to hold.
        """
        rows, sign, largest = self.ranked(), self.direction(), 1 - self.confidence + 1e-12
        if self.share() is None or 1 / len(rows) > largest:
            return None
        estimate, z = rows[["estimate", "z"]].to_numpy(dtype=float).T
        own = z * sign
        raised = own + abs(self.planted) / (estimate / z)
        above = (own[None, :] >= raised[:, None]) & ~np.eye(len(own), dtype=bool)
        return float(((1 + above.sum(axis=1)) / len(own) <= largest).mean())

    def power_in_words(self) -> str:
        """Say how often a planted change would be found; empty where that cannot be said."""
        power, names = self.power(), "dates" if self.kind == "time" else "countries"
        if power is None:
            return ""
        what = ("a halving" if self.direction() < 0 else "a doubling") if self.ratios else "as large a change"
        return f"{what} planted at the others would stand out in {power:.0%} of these {names}"

    def brief(self) -> str:
        """Say how the real level and slope rank among the placebos, and how often a change would have stood out."""
        what, many = ("date", "dates") if self.kind == "time" else ("country", "countries")
        said = []
        for effect in EFFECTS:
            share, both = self.share(effect), self.share(effect, either=True)
            if share is None or both is None:
                continue
            count, larger = self.placebos(effect), self.larger(effect)
            turned, other = ("fall", "rises") if self.direction(effect) < 0 else ("rise", "falls")
            said.append(
                f"{larger} of {count} placebo {agreeing(count, what, many)} "
                f"{agreeing(larger, 'has', 'have')} as large a {effect} {turned} (with the real one {share:.0%}, "
                f"counting {other} too {both:.0%})"
            )
        if not said:
            return f"There is no placebo {what} to compare with{f': {self.reason}' if self.reason else ''}."
        power = self.power_in_words()
        return f"{'; '.join(said)}{f'; {power}' if power else ''}."

    def summary(self) -> str:
        """Say how the real effect stands among the placebos, and how they were made."""
        if all(self.share(effect) is None for effect in EFFECTS):
            return self.brief()
        apart = rule = ""
        if self.kind == "time":
            apart = f" {self.windows} of their windows lie apart, so they say far less than their number."
            rule = " No event is listed for this series."
        if self.rule:
            rule = f" By rule, {self.rule}: {self.without()}."
        return (
            f"{self.brief()} Effects are studentised, windows of {self.before} periods before and {self.after} "
            f"after.{apart}{f' Compared are {self.series}.' if self.series else ''}{rule}"
        )

    def without(self) -> str:
        """Name or count what has a known break of its own."""
        rows = self.left_out[self.left_out["reason"].str.contains(OWN_BREAK, regex=False)]
        if self.kind == "time":
            return counted(len(rows), "date")
        names = country_names()
        return listed([names.get(str(code), str(code)) for code in rows["name"]]) if len(rows) else "none here"


def cut_outcome(outcome: Outcome, start: int, stop: int) -> Outcome:
    """Periods from a position up to another, which is left out, and the sums over them."""
    return replace(
        outcome,
        times=cut(outcome.times, start, stop),
        values=outcome.values[start:stop],
        exposure=None if outcome.exposure is None else outcome.exposure[start:stop],
        spans=inside(outcome.spans, start, stop),
    )


def effects_of(
    windows: Sequence[Outcome], dates: Sequence[str], specification: Specification
) -> dict[str, tuple[Array, Array]]:
    """Level and slope of each series at its date, with standard errors: effect → (N,) and (N,), NaN without a fit.

    Series whose designs are the same are fitted together. The course before is straight.
    """
    groups: dict[tuple[bytes, ...], list[int]] = {}
    designs = [design_at(window, specification, date) for window, date in zip(windows, dates, strict=True)]
    for place, design in enumerate(designs):
        key = (design.matrix.tobytes(), design.used.tobytes(), design.offset.tobytes(), str(design.spans).encode())
        groups.setdefault(key, []).append(place)
    names = EFFECTS if specification.ramp else EFFECTS[:1]
    estimates, errors = np.full((2, len(windows), len(names)), np.nan)
    for places in groups.values():
        design, values = designs[places[0]], np.stack([windows[place].observations for place in places])
        columns = list(effect_places(design, specification).values())
        estimates[places], errors[places] = estimates_of(values, design, columns, specification.likelihood)
    return {name: (estimates[:, at], errors[:, at]) for at, name in enumerate(names)}


def rows_of(
    names: Sequence[str],
    labels: Sequence[str],
    found: dict[str, tuple[Array, Array]],
    *,
    ranked: Sequence[bool],
    confidence: float,
) -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """Tidy rows of effects, and the names whose fit failed with the reason."""
    z = normal_quantile(confidence)
    rows: list[tuple[object, ...]] = []
    failed: dict[str, str] = {}
    for place, name in enumerate(names):
        for effect, (estimates, errors) in found.items():
            estimate, error = float(estimates[place]), float(errors[place])
            if not (np.isfinite(estimate) and np.isfinite(error) and error > 0):
                failed[name] = "the model does not hold for this series"
                continue
            ends = (estimate - z * error, estimate + z * error)
            rows.append((name, labels[place], effect, estimate, *ends, estimate / error, bool(ranked[place])))
    return pd.DataFrame(rows, columns=list(COLUMNS)), list(failed.items())


def too_thin(before: Array, after: Array) -> str:
    """Say why a series of counts (observed periods before and after) is too thin to compare; empty where it is not."""
    if before.mean() < FEWEST_MEAN:
        return f"fewer than {FEWEST_MEAN:g} a period before, on average"
    if min((before > 0).sum(), (after > 0).sum()) < FEWEST_NONZERO:
        return f"fewer than {FEWEST_NONZERO} periods with any on a side"
    return ""


def event_near(labels: Sequence[str], place: int, known: Sequence[tuple[str, str]]) -> str:
    """Name the first event (period, name) so near to a place among labels that no placebo can stand there, or nothing.

    >>> event_near(["2014-01", "2014-02"], 1, [("2014-02", "an operation")])
    'an operation'
    """
    near = set(labels[max(place - NEAR, 0) : place + NEAR + 1])
    return next((name for when, name in known if when in near), "")


def upheaval(values: Array, labels: Sequence[str], at: int) -> str:
    """Say at which month other than ``at`` monthly counts (n,) were turned over; empty where they never were.

    The sums of the year after and the year before are compared, one count added to either.
    """
    if len(values) < 2 * YEAR:
        return ""
    up_to = np.concatenate([[0.0], np.cumsum(values)])
    places = np.arange(YEAR, len(values) - YEAR + 1)
    after, before = up_to[places + YEAR] - up_to[places], up_to[places] - up_to[places - YEAR]
    ratio = (after + 1) / (before + 1)
    size = np.abs(np.log(ratio))
    far = np.abs(places - at) >= APART
    own = size[places == at].max(initial=0.0)
    most = int(np.where(far, size, -1.0).argmax())
    if not far[most] or size[most] < np.log(UPHEAVAL) or size[most] <= own:
        return ""
    return f"{OWN_BREAK}: {ratio[most]:.2g} times as many in the year from {labels[places[most]]} on"
