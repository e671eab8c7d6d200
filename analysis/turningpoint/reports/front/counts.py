"""The picture before any model, in words: when each count was lowest, and what it was in three years."""

from itertools import pairwise

from turningpoint.number_format import fixed, listed
from turningpoint.reports.front.evidence import Evidence, Series
from turningpoint.reports.front.headline import rise

NEAR, FEWEST = 3, 3
"""Years within which extremes are told together, and years of counts without which a series is not told."""
MANY = {1: "The yearly count was", 2: "Both yearly counts were", 3: "All three yearly counts were"}


def by_year(evidence: Evidence, series: Series) -> dict[int, float]:
    """Counts of the years that a series covers whole, as recorded."""
    found = evidence.behind(f"{series.prefix}.counted_in_")
    return {int(year): float(one["estimate"]) for year, one in sorted(found.items()) if year.isdigit()}


def _told(evidence: Evidence) -> dict[str, dict[int, float]]:
    each = {one.name: by_year(evidence, one) for one in evidence.series}
    return {name: found for name, found in each.items() if len(found) >= FEWEST}


def _extreme(evidence: Evidence, years: dict[int, float]) -> int:
    """The year of the lowest count, of the highest where it fell."""
    return (max if rise(evidence) == "fell" else min)(years, key=lambda year: years[year])


def picture_title(evidence: Evidence) -> str:
    """Say when the counts were lowest, or highest where they fell, if their years are near each other."""
    counts, fell = _told(evidence), rise(evidence) == "fell"
    if not counts:
        return f"What was {'counted' if evidence.counts else 'measured'}{evidence.where}"
    turns = {name: _extreme(evidence, years) for name, years in counts.items()}
    first, last = min(turns.values()), max(turns.values())
    if last - first > NEAR:
        known = sorted(year for years in counts.values() for year in years)
        return f"{len(turns)} yearly counts of {evidence.what}{evidence.where}, {known[0]} to {known[-1]}"
    word = "highest" if fell else "lowest"
    when = f"in {first}" if first == last else f"between {first} and {last}"
    after = ""
    if all(_steady(years, turns[name], fell=fell) for name, years in counts.items()):
        after = f", and {'has' if len(turns) == 1 else 'have'} {'fallen' if fell else 'risen'} since"
    return f"{MANY.get(len(turns), f'All {len(turns)} counts were')} {word} {when}{after}"


def _steady(years: dict[int, float], turn: int, *, fell: bool) -> bool:
    """Whether there are later years, each above the one before it, or below where it fell."""
    later = [count for year, count in years.items() if year >= turn]
    pairs = list(pairwise(later))
    return bool(pairs) and all(after < before if fell else after > before for before, after in pairs)


def picture_sentence(evidence: Evidence, year: int) -> str:
    """Give each series its extreme year, the year of the intervention and its last, without any model."""
    said = []
    for name, counts in _told(evidence).items():
        shown = sorted({_extreme(evidence, counts), year, max(counts)} & counts.keys())
        told = listed([f"{fixed(counts[each], 0)} in {each}" for each in shown])
        said.append(f"{name} counted {told}" if len(evidence.series) > 1 else f"Counted were {told}")
    return f"{'; '.join(said)}." if said else ""
