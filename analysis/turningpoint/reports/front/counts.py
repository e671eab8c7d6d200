"""The picture before any model, in words: when each count was lowest, and what it was in three years."""

from turningpoint.number_format import listed
from turningpoint.reports.front.evidence import Evidence, Series
from turningpoint.reports.front.headline import rise

COUNTED = "counted_in_"


def by_year(evidence: Evidence, series: Series) -> dict[int, float]:
    """Counts of the years that a series covers whole, as recorded."""
    start = f"{series.prefix}.{COUNTED}"
    found = {id[len(start) :]: record["estimate"] for id, record in evidence.records.items() if id.startswith(start)}
    return {int(year): float(count) for year, count in sorted(found.items()) if year.isdigit()}


def picture_title(evidence: Evidence) -> str:
    """Say when the counts were lowest, or highest where they fell, if their years are near each other."""
    counts = {one.name: found for one in evidence.series if len(found := by_year(evidence, one)) > 2}
    if not counts:
        return f"What was counted{evidence.where}"
    fell = rise(evidence) == "fell"
    turns = {name: (max if fell else min)(years, key=lambda year: years[year]) for name, years in counts.items()}
    first, last = min(turns.values()), max(turns.values())
    many = {1: "The count was", 2: "Both counts were"}.get(len(turns), f"All {len(turns)} counts were")
    since = all(
        (count < years[turns[name]] if fell else count > years[turns[name]])
        for name, years in counts.items()
        for year, count in years.items()
        if year > last
    )
    word = "highest" if fell else "lowest"
    if last - first > 3:
        ends = min(min(years) for years in counts.values()), max(max(years) for years in counts.values())
        plural = "counts" if len(turns) > 1 else "count"
        return f"{len(turns)} {plural} of {evidence.what}{evidence.where}, {ends[0]} to {ends[1]}"
    when = f"in {first}" if first == last else f"between {first} and {last}"
    after = f", and {'has' if len(turns) == 1 else 'have'} {'fallen' if fell else 'risen'} since" if since else ""
    return f"{many} {word} {when}{after}"


def picture_sentence(evidence: Evidence, year: int) -> str:
    """Give each series its extreme year, the year of the intervention and its last, without any model."""
    fell, said = rise(evidence) == "fell", []
    for one in evidence.series:
        counts = by_year(evidence, one)
        if len(counts) < 3:
            continue
        turn = (max if fell else min)(counts, key=lambda each: counts[each])
        shown = [each for each in dict.fromkeys((turn, year, max(counts))) if each in counts]
        told = listed([f"{counts[each]:,.0f} in {each}" for each in sorted(shown)])
        said.append(f"{one.name} counted {told}")
    return f"{'; '.join(said)}." if said else ""
