"""Rules for the claims on when attacks began to rise, and by how much they did from then on (C04 to C06)."""

import pandas as pd

from turningpoint.claims.attack_rules import SHARP
from turningpoint.claims.facts import Facts, Rule
from turningpoint.claims.verdict import Claim, Finding, Verdict, above_one, counts_listed, sentence
from turningpoint.claims.windows_and_dates import Look, agreed, best_words, counted_words
from turningpoint.its.effects.effect import Effect
from turningpoint.number_format import fixed
from turningpoint.robustness.dates.other_events import rival_events
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.embedded.interventions import events
from turningpoint.timeline import in_words

KABUL = "fall_of_kabul"
_SINGLE = "A set is of dates for one break in a course that may bend: another one besides is not excluded."
_NONE = "no set of dates was computed, and a model that is given the date cannot find it"


def judge_year(claim: Claim, facts: Facts) -> Finding:
    """Ask whether a rise began in the claim's year; see `YEAR`."""
    counts = facts.ucdp_events()
    rises = {claim.year - 1, claim.year + 1} <= set(counts.index) and counts[claim.year + 1] > counts[claim.year - 1]
    said = [look.of_year(claim.year) for look in facts.looks]
    verdict = agreed(said)
    if verdict == "supported" and not rises:
        verdict = "not testable here"
    brief = f"{best_words(facts.looks)}; {counted_words(said, str(claim.year))}" if facts.looks else _NONE
    return _finding(verdict, brief, claim, facts)


def judge_turning_point(claim: Claim, facts: Facts) -> Finding:
    """Ask whether the break lies at the claim's month and at no rival's; see `TURNING_POINT`."""
    when = claim.period[:7]
    known = rival_events(facts.interventions)
    said = [look.of_date(when, list(known["date"])) for look in facts.looks]
    if not facts.looks:
        return _finding("not testable here", _NONE, claim, facts)
    brief = f"{best_words(facts.looks)}; {counted_words(said, in_words(when))}"
    return _finding(agreed(said), brief, claim, facts, _rivals_words(facts.looks[0], known))


def judge_acceleration(claim: Claim, facts: Facts) -> Finding:
    """Ask whether level or growth jumped at the claim's date; see `ACCELERATION`."""
    when = claim.period[:7]
    if not facts.looks:
        return _finding("not testable here", "no interrupted time series was computed", claim, facts)
    up = [above_one(look.level) or above_one(look.slope) for look in facts.looks]
    small = [_small(look.level) and _small(look.slope) for look in facts.looks]
    ruled_out = [look.of_date(when, ()) == "against" for look in facts.looks]
    verdict: Verdict = "not testable here"
    if all(up) and not any(ruled_out):
        verdict = "supported"
    elif all(small):
        verdict = "contradicted"
    first = facts.looks[0]
    effects = _effect_words(first)
    doubt = f", and {sum(ruled_out)} of {len(up)} looks rule {in_words(when)} out as the date" if any(ruled_out) else ""
    brief = f"{effects}; {sum(up)} of {len(up)} looks show a rise beyond the interval{doubt}"
    beside = f"Effects at that date: {'; '.join(f'{look.name}: {_effect_words(look)}' for look in facts.looks)}."
    return _finding(verdict, brief, claim, facts, beside)


def _finding(verdict: Verdict, brief: str, claim: Claim, facts: Facts, more: str = "") -> Finding:
    """Set together what the looks say and the counts around the claim's year."""
    table = table_info("ucdp_ged_country_month")
    counts = facts.ucdp_events()
    near = counts[(counts.index >= claim.year - 2) & (counts.index <= claim.year + 2)]
    when = claim.period[:7] if len(claim.period) >= 7 else events_month(facts.interventions)
    parts = [f"Looks: {'; '.join(look.words(when) for look in facts.looks)}. {_SINGLE}"]
    if not facts.looks:
        parts = [sentence(_NONE)]
    parts += [more] if more else []
    if facts.attack_frequency:
        parts.append(f"The interrupted time series takes the date as given: {facts.attack_frequency.strip()}")
    if len(near):
        parts.append(f"{table.short_title}, lethal conflict events a year: {counts_listed(near)}.")
    return Finding(verdict, brief, " ".join(parts), table.title, table.link)


def events_month(interventions: pd.DataFrame) -> str:
    """Month of the change of power, ``YYYY-MM``; empty where the table has no such event."""
    known = events(interventions)
    months = known.loc[known["event_id"] == KABUL, "month"]
    return str(months.iloc[0]) if len(months) else ""


def _rivals_words(look: Look, known: pd.DataFrame) -> str:
    """Say which other events the first look leaves possible."""
    if not look.dates.rules_out:
        return ""
    possible = [f"{row['label']} ({row['date']})" for row in known.to_dict("records") if look.dates.holds(row["date"])]
    return f"Of the other events listed, {look.name} leaves possible: {'; '.join(possible) or 'none'}."


def _small(effect: Effect | None) -> bool:
    """Whether the interval excludes a sharp rise."""
    return effect is None or (effect.high is not None and effect.high < SHARP)


def _effect_words(look: Look) -> str:
    level = f"level {fixed(look.level.estimate, 1)} times ({look.level.interval()})"
    if look.slope is None:
        return level
    return f"{level}, growth {fixed(look.slope.estimate, 1)} times a year ({look.slope.interval()})"


_LOOKS = (
    "Several looks are taken: lethal conflict events with and without the exchanges between India and Pakistan, from "
    "several window starts, the report's default first. "
)
_AGREED = (
    "Supported when the first look speaks for it and none against, contradicted when the first speaks against it and "
    "none for, otherwise not testable here."
)
YEAR = Rule(
    f"{_LOOKS}A look speaks for the year when dates are ruled out and every one that is left "
    f"lies in it (and the yearly counts rise across it), against it when none does. {_AGREED}",
    judge_year,
)
TURNING_POINT = Rule(
    f"{_LOOKS}A look speaks for the month when dates are ruled out, the month is among those that are left and "
    f"none of the rival events is; against it when it is ruled out and not only its neighbours are left. {_AGREED}",
    judge_turning_point,
)
ACCELERATION = Rule(
    f"{_LOOKS}Supported when in every look the interval of level or growth at the date lies above one and no look "
    "rules the date out; contradicted when in every look both intervals exclude a factor of "
    f"{SHARP}; otherwise not testable here.",
    judge_acceleration,
)
