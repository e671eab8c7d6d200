"""The ledger of claims: what the article of 27 February 2026 states, the evidence here, and a verdict by rule."""

from turningpoint.claims.facts import Facts, embedded_facts
from turningpoint.claims.ledger import RULES, ledger, ledger_frame, with_parts
from turningpoint.claims.verdict import SIGNS, VERDICTS, ClaimVerdict, Verdict

__all__ = [
    "RULES", "SIGNS", "VERDICTS", "ClaimVerdict", "Facts", "Verdict", "embedded_facts", "ledger", "ledger_frame",
    "with_parts",
]  # fmt: skip
