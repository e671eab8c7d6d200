"""Which changes of the kill ratio are set side by side: the claimed one, split in several ways, and like for like.

What the claims set against militants killed is split by tolls of security forces that others print: the later year's by
the publisher with most years on attacks and operations together, as it stands in the report that `like_for_like`
chooses. The earlier year's is taken as claimed, and then set against every publisher's own toll of that year.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from turningpoint.errors import DataError
from turningpoint.killratio.publishers.all_ratios import BASIS as UCDP_BASIS
from turningpoint.killratio.publishers.all_ratios import BASIS_TITLES, CLAIMED, ucdp_ratios
from turningpoint.killratio.publishers.claimed_ratios import claimed_ends
from turningpoint.killratio.publishers.decomposition import Decomposition, decompose
from turningpoint.killratio.publishers.published_ratios import BASES, COMBINED, like_for_like, unfit
from turningpoint.number_format import counted
from turningpoint.sources.embedded.published_figures import latest_first, whole_counts

_CLAIMED = "As claimed; security forces of"
TOLL_BASES = ("attacks", COMBINED)
TOLL_COLUMNS = ("publisher", "basis", "year", "security", "report_title", "report_date", "url", "definition_note")


@dataclass(frozen=True, eq=False)
class LikeForLike:
    """Changes by one publisher on one basis that has both years, or years next to them; the case names the years.

    ``refused`` : publisher, basis, years (those there are), reason: the series that permit no such comparison.
    """

    splits: tuple[Decomposition, ...]
    refused: pd.DataFrame


def security_tolls(
    figures: pd.DataFrame, sides: pd.DataFrame, year: int, *, bases: Sequence[str] = TOLL_BASES
) -> pd.DataFrame:
    """Security forces killed in one year by every publisher on a stated basis, the claimant and the article left out.

    Of several rows for one publisher and basis the one of the latest dated report counts, undated last.

    The columns in `TOLL_COLUMNS`, sorted by publisher and basis; no rows where nobody prints a toll. Totals whose
    content is not stated, by officials too, are no toll here.

    >>> from turningpoint.sources import read_published_figures, read_sides
    >>> tolls = security_tolls(read_published_figures(), read_sides(), 2021)
    >>> dict(zip(tolls["publisher"], tolls["security"]))
    {'PICSS': 192, 'PIPS': 177, 'UCDP GED ...': 192}
    """
    rows = figures[(figures["quantity"] == "killed_security") & (figures["period"] == str(year))]
    rows = whole_counts(rows[unfit(rows, bases) == ""])
    printed = latest_first(rows).drop_duplicates(["publisher", "basis"]).rename(columns={"value": "security"})
    counted = ucdp_ratios(sides)
    parts = [printed.assign(year=year)[list(TOLL_COLUMNS)], counted.loc[counted["year"] == year, list(TOLL_COLUMNS)]]
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=list(TOLL_COLUMNS))
    return pd.concat(parts).sort_values(["publisher", "basis"], ignore_index=True)


def reference_toll(figures: pd.DataFrame, year: int) -> pd.Series:
    """Row of `like_for_like` for this year by the publisher with most years on attacks and operations together.

    >>> from turningpoint.sources import read_published_figures
    >>> row = reference_toll(read_published_figures(), 2025)
    >>> row["publisher"], int(row["security"])
    ('PICSS', 667)
    """
    table = like_for_like(figures, bases=[COMBINED])
    counts = table.groupby("publisher")["year"].count()
    rows = table[(table["year"] == year) & (table["publisher"] == (counts.idxmax() if len(counts) else ""))]
    if rows.empty:
        problem = f"no toll of security forces for {year} by the publisher with most years on {BASES[COMBINED]}."
        remedy = "The claimed number of that year cannot be split into security forces and others."
        raise DataError(problem, file="published_figures.csv", column="value", remedy=remedy)
    return rows.iloc[0]


def split_claims(claims: pd.DataFrame, figures: pd.DataFrame, sides: pd.DataFrame) -> tuple[Decomposition, ...]:
    """Split the claimed change, first with the earlier number as claimed, then against each toll that is printed.

    Of the splits that use a toll of the earlier year, those in which one publisher gives both years on one basis come
    first. In the others the two tolls differ in publisher or basis, and they are marked ``mixed``.

    >>> from turningpoint.sources import read_claims, read_published_figures, read_sides
    >>> for split in split_claims(read_claims(), read_published_figures(), read_sides()):
    ...     print(split.case, [round(part.log, 2) for part in split.parts])
    As claimed; security forces of 2025 by PICSS [2.6, -0.12, -0.62]
    As claimed; security forces of both years by PIPS (attacks only) [2.6, -0.9, -1.04, 1.21]
    As claimed; security forces of 2021 by PICSS (attacks only), of 2025 by PICSS [2.6, -1.25, -0.62, 1.13]
    As claimed; security forces of 2021 by UCDP GED ..., of 2025 by PICSS [2.6, -1.25, -0.62, 1.13]
    """
    first, last = ends = claimed_ends(claims)
    years, pairs = (first.year, last.year), [(claim.ratio.militants, claim.ratio.security) for claim in ends]
    row = reference_toll(figures, last.year)
    later = (int(row["security"]), str(row["publisher"]))
    found = [decompose(f"{_CLAIMED} {last.year} by {later[1]}", years, *pairs, security_later=later)]
    before, after = (security_tolls(figures, sides, year) for year in years)
    mixed = []
    for toll in before.to_dict("records"):
        same = after[(after["publisher"] == toll["publisher"]) & (after["basis"] == toll["basis"])]
        name = str(toll["publisher"])
        title = name if toll["basis"] in (COMBINED, UCDP_BASIS) else f"{name} ({BASIS_TITLES[str(toll['basis'])]})"
        earlier = (int(toll["security"]), name)
        if len(same):
            case, own = f"{_CLAIMED} both years by {title}", (int(same["security"].iloc[0]), name)
            found.append(decompose(case, years, *pairs, security_earlier=earlier, security_later=own))
        else:
            case = f"{_CLAIMED} {first.year} by {title}, of {last.year} by {later[1]}"
            mixed.append(decompose(case, years, *pairs, security_earlier=earlier, security_later=later, mixed=True))
    return (*found, *mixed)


def split_like_for_like(table: pd.DataFrame, years: tuple[int, int], *, tolerance: int = 1) -> LikeForLike:
    """Split the change of every publisher on one basis between two years, or years near them.

    ``table`` is that of `all_ratios.ratios_by_publisher`; claims in it are passed by. Where a year is missing, another
    up to ``tolerance`` years away stands for it; of two as near, the one farther from the other year. The years that
    were taken are named.

    >>> rows = [("P", "attacks", 2020, 4, 8), ("P", "attacks", 2025, 9, 9), ("Q", "attacks", 2025, 9, 9)]
    >>> table = pd.DataFrame(rows, columns=["publisher", "basis", "year", "militants", "security"])
    >>> found = split_like_for_like(table, (2021, 2025))
    >>> [split.case for split in found.splits], found.refused["publisher"].tolist()
    (['P (attacks only), 2020 for 2021'], ['Q'])
    """
    splits, refused = [], []
    for (publisher, basis), rows in table[table["basis"] != CLAIMED].groupby(["publisher", "basis"]):
        numbers = rows.set_index("year")[["militants", "security"]].astype(int).to_dict()
        known = sorted(numbers["militants"])
        taken = [_nearest(known, year, tolerance, side) for year, side in zip(years, (-1, 1), strict=True)]
        first, last = taken
        title = f"{publisher} ({BASIS_TITLES.get(str(basis), str(basis))})"
        if first is None or last is None or first >= last:
            missing = " and ".join(str(year) for year, at in zip(years, taken, strict=True) if at is None)
            nothing = f"nothing within {counted(tolerance, 'year')} of {missing}"
            reason = nothing if missing else "one and the same year stands for both"
            refused.append((publisher, basis, ", ".join(map(str, known)), reason))
            continue
        instead = ", ".join(f"{at} for {year}" for year, at in zip(years, taken, strict=True) if at != year)
        pairs = [(numbers["militants"][at], numbers["security"][at]) for at in (first, last)]
        splits.append(decompose(f"{title}{', ' if instead else ''}{instead}", (first, last), *pairs))
    splits.sort(key=lambda split: (split.years != years, split.case))
    return LikeForLike(tuple(splits), pd.DataFrame(refused, columns=["publisher", "basis", "years", "reason"]))


def _nearest(known: list[int], year: int, tolerance: int, side: int) -> int | None:
    """The known year nearest to one wished for; of two as near the one on that side (-1 before, 1 after)."""
    near = [at for at in known if abs(at - year) <= tolerance]
    return min(near, key=lambda at: (abs(at - year), -side * (at - year)), default=None)
