"""The tables against which claims are held, and the few questions that the rules ask of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from turningpoint.claims.attack_series import COUNTRY, AttackSeries, attack_series
from turningpoint.claims.verdict import Claim, Finding
from turningpoint.killratio.publishers.all_ratios import BASIS, BASIS_TITLES, CLAIMED, ratios_by_publisher
from turningpoint.killratio.publishers.published_ratios import BASES
from turningpoint.sources import (
    read_claims,
    read_country_months,
    read_interventions,
    read_kinds,
    read_published_figures,
    read_sides,
)
from turningpoint.sources.embedded.published_figures import ARTICLE, fit_counts

DISPERSION_FROM = 2010
"""First year of the months from which the dispersion of yearly counts is taken."""
OWN_PUBLISHERS = {"Pakistan's military": ("ISPR",)}
"""Publishers through whom a claimant speaks: they are no independent evidence for what it claims."""


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything a rule may look at.

    Attributes
    ----------
    claims, figures, country_months, sides, kinds, interventions : as the readers of `turningpoint.sources` return them.
    series : what the series of attacks say; none where they were not analysed.
    confidence : of every interval in the evidence.
    """

    claims: pd.DataFrame
    figures: pd.DataFrame
    country_months: pd.DataFrame
    sides: pd.DataFrame
    kinds: pd.DataFrame
    interventions: pd.DataFrame
    series: AttackSeries = field(default_factory=AttackSeries)
    confidence: float = 0.95

    def yearly(self, quantity: str, basis: str) -> pd.DataFrame:
        """Yearly counts for Pakistan of one quantity on one basis: the latest fit report a publisher and year.

        What stands only in the article is left out: it is no evidence for itself. Columns are those of the published
        figures, and year; sorted by publisher and year.
        """
        rows = fit_counts(self.figures, quantity, basis)
        rows = rows[rows["period"].str.fullmatch(r"\d{4}")]
        return rows.assign(year=rows["period"].astype(int)).sort_values(["publisher", "year"], ignore_index=True)

    def attacks_by_source(self) -> dict[str, pd.Series]:
        """Yearly counts of each source on its own definition: source → counts by year.

        Those of the series of attacks first, then of publishers that have no series here.
        """
        counts = {source.name: source.yearly for source in self.series.sources}
        attacks = self.yearly("attacks", "attacks")
        for name, rows in attacks.groupby("publisher"):
            counts.setdefault(str(name), rows.set_index("year")["value"])
        return counts

    @cached_property
    def dispersion(self) -> float:
        """Variance over mean of a year's count of attacks, from UCDP's months around the mean of their year.

        Pearson's dispersion of the months, times what their memory (lag one) adds to a sum over a year; 1 or more.
        """
        rows = self.country_months[self.country_months["iso3"] == COUNTRY]
        rows = rows[rows["month"].dt.year >= DISPERSION_FROM].sort_values("month")
        year = rows["month"].dt.year
        mean = rows.groupby(year)["events"].transform("mean")
        around = (rows["events"] - mean) / np.sqrt(mean.clip(lower=1 / 12))
        pearson = float((around**2).sum()) / max(len(rows) - year.nunique(), 1)
        memory = min(max(float(around.autocorr(1)), 0.0), 0.9)
        return float(max(1.0, pearson * (1 + memory) / (1 - memory)))

    @cached_property
    def _every_ratio(self) -> pd.DataFrame:
        table = ratios_by_publisher(
            self.figures, self.sides, self.claims, bases=tuple(BASES), confidence=self.confidence
        )
        return table[table["basis"] != CLAIMED]

    def ratios(self, year: int) -> pd.DataFrame:
        """Kill ratios of one year, both sides from one report on one basis (UCDP's sides among them)."""
        return self._every_ratio[self._every_ratio["year"] == year].reset_index(drop=True)

    def tolls(self, year: int, side: str, *, claimed_by: str = "") -> pd.DataFrame:
        """Deaths of one side (``militants`` or ``security``) as each independent publisher counts them, on every basis.

        Publishers through whom ``claimed_by`` speaks are left out (`OWN_PUBLISHERS`). Columns: publisher, basis, value,
        report_title, report_date, url.
        """
        quantities = (f"killed_{side}", f"killed_{side}_ops")
        found = [self.yearly(quantity, basis) for quantity in quantities for basis in BASES]
        rows = pd.concat([frame for frame in found if len(frame)], ignore_index=True)
        rows = rows[rows["year"] == year]
        ratios = self.ratios(year)
        ucdp = ratios.assign(value=ratios[side])[ratios["basis"] == BASIS]
        columns = ["publisher", "basis", "value", "report_title", "report_date", "url"]
        tolls = pd.concat([rows[columns], ucdp[columns]], ignore_index=True).astype({"value": int})
        tolls = tolls[~tolls["publisher"].isin(OWN_PUBLISHERS.get(claimed_by, ()))]
        return tolls.sort_values("publisher", ignore_index=True)

    def own_reports(self, year: int, claimed_by: str, *values: int) -> int:
        """How many reports through which a claimant speaks print all these numbers for a year, the article apart."""
        rows = self.figures
        rows = rows[
            rows["publisher"].isin(OWN_PUBLISHERS.get(claimed_by, ()))
            & (rows["period"] == str(year))
            & (rows["report_title"] != ARTICLE)
        ]
        return sum(set(values) <= set(printed) for _, printed in rows.groupby("report_title")["value"])

    def counted_as(self, year: int, value: int) -> str:
        """Which quantity the article's own number of a year stands for, e.g. ``killed_security``; empty if unknown."""
        rows = self.figures
        rows = rows[(rows["report_title"] == ARTICLE) & (rows["period"] == str(year)) & (rows["value"] == value)]
        return str(rows["quantity"].iloc[0]) if len(rows) else ""

    def event(self, event_id: str) -> pd.DataFrame:
        """Rows of one dated event."""
        return self.interventions[self.interventions["event_id"] == event_id]


def embedded_facts(*, series: AttackSeries | None = None, confidence: float = 0.95) -> Facts:
    """Read the embedded tables and analyse the series of attacks, unless what they say is given."""
    return Facts(
        claims=read_claims(), figures=read_published_figures(), country_months=read_country_months(),
        sides=read_sides(), kinds=read_kinds(), interventions=read_interventions(),
        series=attack_series(confidence) if series is None else series, confidence=confidence,
    )  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """A rule by which a claim is judged: its words, and the function that applies it."""

    words: str
    judge: Callable[[Claim, Facts], Finding]


def basis_words(basis: str) -> str:
    """Name a basis in words.

    >>> basis_words("attacks")
    'attacks only'
    """
    return BASIS_TITLES.get(basis, basis.replace("_", " "))


def first_reference(rows: pd.DataFrame) -> tuple[str, str]:
    """Publisher, title and date of the first row's report, and its link; both empty where there is none."""
    if rows.empty:
        return "", ""
    row = rows.iloc[0]
    date = f", {row['report_date']}" if row["report_date"] else ", undated" if row["basis"] != BASIS else ""
    return f"{row['publisher']}: {row['report_title']}{date}", str(row["url"])
