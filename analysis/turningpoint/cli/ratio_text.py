"""A kill ratio as text for a terminal: of two numbers or pairs, of a period, or over time; with names of one's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.its.effects.effect import Effect
from turningpoint.killratio.one_period.period_ratio import INTENSITIES, PeriodRatio
from turningpoint.killratio.one_period.poisson_ratio import RatioInterval
from turningpoint.killratio.one_period.ratio import OnePeriodRatio, RatioChange, WithIntervals, as_odds
from turningpoint.killratio.over_time.ratio import RatioOverTime
from turningpoint.names import as_name, visible
from turningpoint.number_format import MISSING, confidence_label, decimals_for, fixed, number
from turningpoint.number_format import ratio as written
from turningpoint.plain_document import to_plain
from turningpoint.reports.table_markup import text_table

USE = "Use what stands first: deaths come in clusters, and the last ones take each death for an event of its own."
BAND = (
    "How strongly they cluster is borrowed as a band from UCDP's months of Pakistan; the first two are its ends, and a "
    "word about a change holds only where it holds at both. With deaths by month (FILE.csv --period) nothing is "
    "borrowed; --cluster-factor takes a factor of your own."
)
ALIKE = "Both pairs must count the same people on the same basis, or the change is one of definition."


def as_text(ratio: OnePeriodRatio, change: RatioChange | None = None) -> str:
    """Write a kill ratio, and its change against an earlier one, for a reader: odds, every interval, what it assumes.

    Parameters
    ----------
    ratio : the ratio asked for.
    change : from the pair it is set against to ``ratio``, or None.
    """
    parts, tables = [f"Kill ratio: {_odds(ratio)}"], [_table(ratio, "Kill ratio")]
    words = [USE, *([BAND] if len(ratio.clustered) > 1 else [])]
    if change is not None:
        parts.append(f"Set against: {_odds(change.earlier)}")
        if change.estimate is None:
            parts.append("Change: not defined")
        else:
            times = f"{number(change.estimate)} times the one it is set against"
            parts += [f"Change: {times}", f"It is {change.verdict()}."]
        tables += [_table(change.earlier, "Set against"), _table(change, "Change")]
        words.append(ALIKE)
    return "\n\n".join(["\n".join(parts), *tables, " ".join(words)])


def ratio_document(ratio: OnePeriodRatio, change: RatioChange | None = None) -> dict[str, object]:
    """Give a kill ratio, and its change, as plain lists and dictionaries, unrounded; what does not exist is None.

    Keys: ``ratio`` and, with a change, ``versus`` (militants, security, estimate, odds, intervals) and ``change``
    (estimate, sure, verdict, to_use, intervals). Of the intervals (method, factor, freedom, low, high, confidence,
    assumes) the first ``to_use`` are to be used: one, or the two ends of a band, of which the wider stands first.
    """
    found: dict[str, object] = {"ratio": _one(ratio)}
    if change is not None:
        told = {"sure": change.sure, "verdict": None if change.estimate is None else change.verdict()}
        found |= {"versus": _one(change.earlier), "change": {"estimate": change.estimate, **told, **_every(change)}}
    return found


def period_text(found: PeriodRatio, change: RatioChange | None = None) -> str:
    """Write the kill ratio of months taken together for a reader: as `as_text`, then which clusters and why."""
    return f"{as_text(found.ratio, change)}\n\nClusters: {found.reason}. {INTENSITIES}"


def period_document(found: PeriodRatio, change: RatioChange | None = None) -> dict[str, object]:
    """As `ratio_document`, with ``clusters`` (kind, clusters, reason, is_for) of months taken together."""
    kind, number_of = (None, None) if found.clusters is None else (found.clusters.kind, found.clusters.clusters)
    clusters = {"kind": kind, "clusters": number_of, "reason": found.reason, "is_for": INTENSITIES}
    return {**ratio_document(found.ratio, change), "clusters": clusters}


def _one(ratio: OnePeriodRatio) -> dict[str, object]:
    numbers = {name: getattr(ratio, name) for name in ("militants", "security", "estimate")}
    return {**numbers, "odds": None if ratio.estimate is None else as_odds(ratio.estimate), **_every(ratio)}


def _every(found: WithIntervals) -> dict[str, object]:
    every = [{**to_plain(interval), "assumes": interval.assumes} for interval in found.every]
    return {"to_use": len(found.clustered), "intervals": every}


def _odds(ratio: OnePeriodRatio) -> str:
    killed = f"{ratio.militants:,} militants and {ratio.security:,} members of the security forces killed"
    if ratio.estimate is None:
        return f"{killed}, no ratio: {'nobody' if ratio.militants == 0 else 'none of the security forces'} was killed"
    return f"{killed}, {as_odds(ratio.estimate)}"


def _table(found: WithIntervals, name: str) -> str:
    rows = [(one.title, ends_words(one, found.estimate), one.assumes) for one in found.every]
    columns = ["Interval", confidence_label(found.confidence), "It assumes that"]
    return text_table(pd.DataFrame(rows, columns=columns), f"{name}: {number(found.estimate)}")


def ends_words(interval: RatioInterval | Effect, estimate: float | None) -> str:
    """Write the ends of an interval with the decimals they bear, three digits of each where they lie far apart."""
    if interval.low is None:
        return MISSING
    if interval.high is None:
        return f"{number(interval.low)}, no upper end"
    if 0 < 10 * interval.low < interval.high or 0 < interval.low < SMALL:
        return f"{number(interval.low)} to {number(interval.high)}"
    places = max(2, decimals_for(estimate, interval.low, interval.high))
    return f"{fixed(interval.low, places)} to {fixed(interval.high, places)}"


SMALL = 1e-3
"""An end below this is written with three digits: with decimals it would read as zero."""

_NAIVE = {
    "binomial": "deaths, and months, are independent",
    "quasi-binomial": "months are independent, their clusters alike",
    "beta-binomial": "months are independent, the deaths of each share their odds",
}
_HEADINGS = {"level_ratio": "Level ratio", "slope_ratio": "Slope ratio per year", "ratio_at": "Ratio in month {}"}


def over_time_text(found: RatioOverTime) -> str:
    """Write a kill ratio over time for a reader: the sentence, every interval with what it assumes, the method.

    Ratios are of odds: militants killed for each member of the security forces killed, over what it would have been.
    The intervals to use stand first; those behind them treat months, or even deaths, as independent.
    """
    if not found.effects:
        return found.summary()
    before, after = found.points
    given = "as given" if found.factor_known else "estimated"
    clusters = "" if found.factor is None else f" Cluster factor {number(found.factor)}, {given}."
    ours = "months are independent" if found.rho is None else "deaths come in clusters, and months remember"
    if found.kind == "two periods":
        ours += "; no trend runs through the months"
    assumed = [(one, ours) for one in found.effects]
    assumed += [(one, _NAIVE.get(one.method, one.method)) for one in found.naive]
    rows = [
        (_heading(one), one.when, written(one.estimate), ends_words(one, one.estimate), assumes)
        for one, assumes in assumed
    ]
    columns = ["Effect", "From", "Estimate", confidence_label(found.confidence), "It assumes that"]
    caption = f"Kill ratio over time: {before} months with deaths before, {after} from then on"
    made = f"How the first were made: {found.method}.{clusters}"
    return "\n\n".join([found.summary(), text_table(pd.DataFrame(rows, columns=columns), caption), made])


def _heading(effect: Effect) -> str:
    """Name an effect as a table has room for."""
    named = (words for start, words in _HEADINGS.items() if effect.name.startswith(start))
    return next(named, effect.name).format(effect.horizon)


_SIDES = r"members? of the security forces|security forces|militants"
_OF_A_SHARE = {
    "the ratio of militants to security forces killed was": "the odds of {first} against {second} were",
    "From then on it grew each year": "From then on they grew each year",
    "odds of militants' to security forces' deaths": "odds of {first} against {second}",
    "militants killed for each member of the security forces killed": "{first} for each of {second}",
    "Kill ratio over time": "Odds of {first} against {second} over time",
    "kill ratio": "odds",
    "Ratio in month": "Odds in month",
    "months with deaths": "months with either",
    "quasi-binomial regression of the dead": "quasi-binomial regression of the two",
    "log odds of the dead": "log odds",
    "deaths come in clusters": "they come in clusters",
    "deaths, and months,": "each of them, and months,",
    "the deaths of each share": "those of each share",
    "clustered deaths": "clustered counts",
}
"""Words of a share, of which nobody need have died, by those of deaths."""


@dataclass(frozen=True)
class Names:
    """What the two numbers of a ratio count; ``share`` where they are the parts of a whole and no deaths."""

    first: str
    second: str
    share: bool = False

    def in_text(self, text: str) -> str:
        """Put the names where a sentence has those of the two sides."""
        if self.share:
            for words, other in _OF_A_SHARE.items():
                text = text.replace(words, other.format(first="militants", second="security forces"))
        return re.sub(_SIDES, lambda found: self.first if found[0] == "militants" else self.second, text)

    def in_document(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """Put the names into every text of a document, and beside it as ``names``; its keys stay as they are."""
        return {"names": [self.first, self.second], **{key: self._value(value) for key, value in document.items()}}

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.in_text(value)
        if isinstance(value, Mapping):
            return {key: self._value(one) for key, one in value.items()}
        return [self._value(one) for one in value] if isinstance(value, list | tuple) else value


def names_of(text: str) -> Names:
    """Read two names apart by a comma.

    >>> names_of("security forces,civilians")
    Names(first='security forces', second='civilians', share=False)
    """
    parts = [as_name(visible(part.strip())) for part in text.split(",")]
    if len(parts) != 2 or not all(parts) or parts[0] == parts[1]:
        raise ParameterError(f'--names is {text!r}: give two names apart by a comma, like "security forces,civilians".')
    return Names(parts[0], parts[1])
