"""The sentences, tables and recorded verdicts of the ledger of claims."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from turningpoint.claims import SIGNS, VERDICTS, ClaimVerdict, Verdict, with_parts
from turningpoint.reports.notebook_output import record

MORE = ("verdict", "reason", "would_change", "claimed_value", "claimed_by", "sentence", "evidence", "link", "topic")
"""Fields of a verdict that are recorded beside those of any result."""


def tally(lines: Sequence[ClaimVerdict]) -> str:
    """Count the verdicts in one sentence, in the order of the closed list."""
    counts = Counter(line.verdict for line in lines)
    words = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])
    return f"**The article's {len(lines)} statements**, each judged by a written rule: {words}."


def signed(verdict: Verdict) -> str:
    """Write a verdict behind its sign."""
    return f"{SIGNS[verdict]} {verdict}"


def verdicts_table(lines: Sequence[ClaimVerdict]) -> pd.DataFrame:
    """Set statement, verdict and reason side by side, for the front page."""
    columns = ["Claim", "Statement, and who said it", "Verdict", "Why"]
    rows = [
        (line.id, f"{line.statement} ({line.claimed_by})", signed(line.verdict), line.reason) for line in lines
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def evidence_table(lines: Sequence[ClaimVerdict]) -> pd.DataFrame:
    """Set the evidence beside what would change the verdict: one row for claims that share both.

    A part of a claim that carries a verdict of its own is told with it: it does not stand on the front.
    """
    rows: dict[tuple[str, str], list[str]] = {}
    for line in with_parts(lines):
        part = line.id[-1].isalpha()
        told = f"{line.statement}: {line.verdict}. {line.reason} {line.evidence}".strip() if part else line.evidence
        rows.setdefault((told, line.would_change), []).append(line.id)
    table = [(", ".join(ids), *texts) for texts, ids in rows.items()]
    return pd.DataFrame(table, columns=["Claims", "Evidence", "What would change the verdict"])


def meanings() -> pd.DataFrame:
    """Say what each verdict means, in a line."""
    return pd.DataFrame({"Verdict": [signed(verdict) for verdict in VERDICTS], "Meaning": list(VERDICTS.values())})


def record_verdicts(lines: Sequence[ClaimVerdict]) -> None:
    """Record every verdict under ``claims.<id>``, those of parts as well."""
    for line in with_parts(lines):
        more = {"method": line.rule, "window": line.period, **{name: getattr(line, name) for name in MORE}}
        record(f"claims.{line.id}", estimand=line.statement, estimate=None, source=line.source, **more)
