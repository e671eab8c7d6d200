"""A kill ratio over time as text for a terminal."""

import pandas as pd

from analysis.its.effect import Effect
from analysis.killratio.over_time import RatioOverTime
from analysis.reports.markup import text_table
from analysis.reports.ratio_terminal import ends_words
from analysis.tables import confidence_label, number
from analysis.tables import ratio as written

_NAIVE = {
    "binomial": "deaths, and months, are independent",
    "quasi-binomial": "months are independent, their clusters alike",
    "beta-binomial": "months are independent, the deaths of each share their odds",
}
_CALIBRATED = "deaths come in clusters, and months remember"
_INDEPENDENT = "months are independent"
_LEVEL = "no trend runs through the months"
_HEADINGS = {"level_ratio": "Level ratio", "slope_ratio": "Slope ratio per year", "ratio_at": "Ratio in month {}"}


def over_time_text(found: RatioOverTime) -> str:
    """Write a kill ratio over time for a reader: the sentence, every interval with what it assumes, the method.

    Ratios are of odds: militants killed for each member of the security forces killed, over what it would have been.
    The intervals to use stand first; those behind them treat months, or even deaths, as independent.
    """
    if not found.effects:
        return found.summary()
    before, after = found.points
    clusters = (
        ""
        if found.factor is None
        else f" Cluster factor {number(found.factor)}, {'as given' if found.factor_known else 'estimated'}."
    )
    ours = _INDEPENDENT if found.rho is None else _CALIBRATED
    if found.kind == "two periods":
        ours = f"{ours}; {_LEVEL}"
    effects = [(effect, ours) for effect in found.effects]
    effects += [(effect, _NAIVE.get(effect.method, effect.method)) for effect in found.naive]
    table = pd.DataFrame(
        {
            "Effect": [_heading(effect) for effect, _ in effects],
            "From": [effect.when for effect, _ in effects],
            "Estimate": [written(effect.estimate) for effect, _ in effects],
            confidence_label(found.confidence): [ends_words(effect, effect.estimate) for effect, _ in effects],
            "It assumes that": [assumes for _, assumes in effects],
        }
    )
    caption = f"Kill ratio over time: {before} months with deaths before, {after} from then on"
    made = f"How the first were made: {found.method}.{clusters}"
    return "\n\n".join([found.summary(), text_table(table, caption), made])


def _heading(effect: Effect) -> str:
    """Name an effect as a table has room for."""
    named = (words for start, words in _HEADINGS.items() if effect.name.startswith(start))
    return next(named, effect.name).format(effect.horizon)
