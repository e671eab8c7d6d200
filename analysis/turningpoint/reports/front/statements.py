"""The statements of the article as one table: statement and who said it, verdict with a sign, one reason."""

from dataclasses import dataclass

from turningpoint.claims import SIGNS as OF_VERDICTS
from turningpoint.number_format import sentence_case
from turningpoint.reports.front.evidence import Evidence

SIGNS = {str(verdict): sign for verdict, sign in OF_VERDICTS.items()}
"""Verdict → the sign beside its word, in the order of the closed list."""


@dataclass(frozen=True)
class Statement:
    """One row."""

    id: str
    statement: str
    who: str
    verdict: str
    reason: str

    @property
    def sign(self) -> str:
        """The sign of its verdict."""
        return SIGNS.get(self.verdict, "·")


def statements(evidence: Evidence) -> tuple[Statement, ...]:
    """The rows in the order of the ledger; parts of a statement (``C05a``) stand in the reason of the whole."""
    rows = []
    for id, record in evidence.records.items():
        name = id.partition("claims.")[2]
        if id.startswith("claims.C") and name[1:].isdigit():
            statement, who, verdict, reason = (
                str(record.get(key, "")) for key in ("estimand", "claimed_by", "verdict", "reason")
            )
            named = f"the {who}" if who.endswith(("article", "report")) else who
            rows.append(Statement(name, statement, sentence_case(named), verdict, reason))
    return tuple(rows)


def tally(rows: tuple[Statement, ...]) -> list[tuple[str, str, int]]:
    """Sign, word and number of the verdicts that there are."""
    words = [word for word in SIGNS if any(row.verdict == word for row in rows)]
    return [(SIGNS[word], word, sum(row.verdict == word for row in rows)) for word in words]
