"""The statements of the article as one table: statement and who said it, verdict with a sign, one reason."""

from collections import Counter
from dataclasses import dataclass

from turningpoint.claims.verdict import SIGNS, VERDICTS
from turningpoint.number_format import sentence_case
from turningpoint.reports.front.evidence import Evidence


@dataclass(frozen=True)
class Statement:
    """One row."""

    id: str
    statement: str
    who: str
    verdict: str
    reason: str
    topic: str

    @property
    def sign(self) -> str:
        """The sign of its verdict."""
        return {str(word): sign for word, sign in SIGNS.items()}.get(self.verdict, "·")


def statements(evidence: Evidence) -> tuple[Statement, ...]:
    """The rows in the order of the ledger; parts of a statement (``C05a``) stand in the reason of the whole."""
    rows = []
    for id, record in evidence.records.items():
        name = id.partition("claims.")[2]
        if id.startswith("claims.C") and name[1:].isdigit():
            statement, who, verdict, reason, topic = (
                str(record.get(key, "")) for key in ("estimand", "claimed_by", "verdict", "reason", "topic")
            )
            named = f"the {who}" if who.endswith(("article", "report")) else who
            rows.append(Statement(name, statement, sentence_case(named), verdict, reason, topic))
    return tuple(rows)


def groups(rows: tuple[Statement, ...]) -> list[tuple[str, list[Statement]]]:
    """The rows by topic, with its name as a heading, in the order in which topics first come."""
    topics = dict.fromkeys(row.topic for row in rows)
    return [(sentence_case(topic.replace("_", " ")), [row for row in rows if row.topic == topic]) for topic in topics]


def tally(rows: tuple[Statement, ...]) -> list[tuple[str, str, int, str]]:
    """Sign, word and number of the verdicts that there are, and what each means."""
    counts = Counter(row.verdict for row in rows)
    return [(sign, word, counts[word], VERDICTS[word]) for word, sign in SIGNS.items() if counts[word]]
