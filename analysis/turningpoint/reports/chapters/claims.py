"""The sentences, table and recorded verdicts of the ledger of claims."""

from collections import Counter
from collections.abc import Callable, Sequence
from operator import attrgetter

import pandas as pd

from turningpoint.claims import VERDICTS, ClaimVerdict, ledger_frame
from turningpoint.claims.windows_and_dates import Look
from turningpoint.its import analyse, by_window_start, window_starts
from turningpoint.its.effects.effect import Effect
from turningpoint.number_format import fixed, sentence_case, table_of
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.attacks.companion_fits import straight
from turningpoint.reports.chapters.attacks.headlines import level
from turningpoint.reports.notebook_output import record
from turningpoint.reports.settings.fit_to_data import specification_of, with_window_end
from turningpoint.reports.settings.parameters import parameters_from
from turningpoint.reports.shared_once import date_set_once

LOOKS_FROM = ("2013-01", "2018-01")
"""Window starts, beside the report's default, from which the frequency of attacks is looked at."""
DATE = parameters_from({}).intervention
"""Month of the default edition at which the claims place the change."""
MORE = ("verdict", "claimed_value", "claimed_by", "sentence", "evidence", "link")
"""Fields of a verdict that are recorded beside those of any result."""
SERIES = ("events", "events_without_india")
UCDP = {"source": "ucdp-ged", "outcome": SERIES[0]}


def attack_frequency() -> str:
    """Give the level ratio of the default edition with all that must stand beside it, as evidence for the claims.

    The claims are about one date and one place, so the settings of the report at hand do not enter.
    """
    whole = load_outcome(SERIES[0])
    settings = with_window_end(parameters_from(UCDP), whole)
    series = whole.window(settings.window_start, settings.window_end)
    specification = specification_of(settings, series)
    starts = window_starts(whole, start=settings.window_start, intervention=settings.intervention)
    windows = by_window_start(whole, specification, starts=starts, end=settings.window_end)
    pakistan = load_outcome("events_without_india", start=settings.window_start, end=settings.window_end)
    result = analyse(series, specification)
    sentence = level(result, windows, without_india=analyse(pakistan, specification), straight=straight(result))
    return f"{sentence_case(series.label)}: {sentence}".replace("**", "")


def looks() -> tuple[Look, ...]:
    """Look at the frequency of attacks for the claims on dates: two series from three starts, the default first."""
    settings = with_window_end(parameters_from(UCDP), load_outcome(SERIES[0]))
    starts = dict.fromkeys((settings.window_start, *LOOKS_FROM))
    found = []
    # The default look comes last: in a run the part on robustness is at the same work meanwhile.
    for start, name in reversed([(start, name) for start in starts for name in SERIES]):
        outcome = load_outcome(name, start=start, end=settings.window_end)
        specification = specification_of(settings, outcome)
        effects = analyse(outcome, specification)
        dates = date_set_once(outcome, specification)
        found.append(Look(outcome.label, f"{start} to {settings.window_end}", dates, effects.level, effects.slope))
    return tuple(reversed(found))


def tally(lines: Sequence[ClaimVerdict]) -> str:
    """Count the verdicts in one sentence, in the order of the closed list."""
    counts = Counter(line.verdict for line in lines)
    words = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])
    return f"**The article's {len(lines)} statements**, each judged by a written rule from the embedded data: {words}."


def verdicts_table(lines: Sequence[ClaimVerdict]) -> pd.DataFrame:
    """Set claim and verdict side by side, for the front page."""
    said = [f"{line.statement} ({line.claimed_by})" for line in lines]
    table = ledger_table(lines)[["Claim", "Verdict"]]
    table.insert(1, "Statement, and who said it", said)
    return table.assign(Because=[f"{sentence_case(line.brief)}." for line in lines])


def ledger_table(lines: Sequence[ClaimVerdict]) -> pd.DataFrame:
    """Set claim, verdict and evidence side by side."""
    columns = {
        "id": "Claim", "statement": "Statement", "claimed_by": "Said by", "verdict": "Verdict", "evidence": "Evidence"
    }  # fmt: skip
    return ledger_frame(tuple(lines))[list(columns)].rename(columns=columns)


def meanings() -> pd.DataFrame:
    """Say what each verdict means."""
    return pd.DataFrame({"Verdict": list(VERDICTS), "Meaning": list(VERDICTS.values())})


def rules_table(lines: Sequence[ClaimVerdict]) -> pd.DataFrame:
    """Set the rules beside the claims they judge."""
    rules: dict[str, list[str]] = {}
    for line in lines:
        rules.setdefault(line.rule, []).append(line.id)
    return pd.DataFrame({"Claims": [", ".join(ids) for ids in rules.values()], "Rule": list(rules)})


def sentences(lines: Sequence[ClaimVerdict]) -> str:
    """Give one sentence a claim, to copy, as a Markdown list."""
    return "\n".join(f"- {line.id}: {line.sentence}" for line in lines)


def looks_table(found: Sequence[Look], when: str) -> pd.DataFrame:
    """Set the looks at the frequency of attacks side by side: dates, and effects at the date of the claims."""
    columns: dict[str, Callable[[Look], str]] = {
        "Series": attrgetter("series"),
        "Window": attrgetter("window"),
        "Evidence over no break": lambda look: fixed(float(look.dates.gain.max()), 1),
        "Possible dates": lambda look: look.dates.spans_in_words() if look.dates.rules_out else "all",
        f"{when}": lambda look: look.dates.stands(when),
        "Level": lambda look: _effect(look.level),
        "Growth a year": lambda look: _effect(look.slope) if look.slope else "–",
    }
    return table_of(found, columns)


def _effect(effect: Effect) -> str:
    return f"{fixed(effect.estimate, 1)} ({effect.interval()})"


def record_verdicts(lines: Sequence[ClaimVerdict]) -> None:
    """Record every verdict under ``claims.<id>``."""
    for line in lines:
        more = {"method": line.rule, "window": line.period, **{name: getattr(line, name) for name in MORE}}
        record(f"claims.{line.id}", estimand=line.statement, estimate=None, source=line.source, **more)
