"""A rule by which a claim is judged: its words, and the function that applies it."""

from collections.abc import Callable
from dataclasses import dataclass

from turningpoint.claims.facts import Facts
from turningpoint.claims.verdict import Claim, Finding


@dataclass(frozen=True)
class Rule:
    """A rule in words, and the function that applies it."""

    words: str
    judge: Callable[[Claim, Facts], Finding]
