"""Where the change of a kill ratio comes from: militants killed, security forces killed, or what is counted.

A ratio is M/D: militants over the number that is set against them. If D counts security forces S and others, then
log D = log S + log(D/S), so the log change of M/D from year 1 to year 2 is

    log(M₂/M₁) - log(S₂/S₁) - log(D₂/S₂) + log(D₁/S₁),

the last two being of definition: they are zero where D counts security forces alone and agrees with what is printed.
"""

import math
from dataclasses import dataclass

import pandas as pd

from turningpoint.killratio.one_period.poisson_ratio import checked_count, checked_deaths
from turningpoint.killratio.one_period.ratio import as_odds

PARTS = {
    "militants": "militants killed",
    "security": "security forces killed",
    "definition_later": "what the second number of the later year counts",
    "definition_earlier": "what the second number of the earlier year counts",
}
COLUMNS = ("case", "order", "kind", "part", "numbers", "log", "factor", "start", "end", "explanation")


@dataclass(frozen=True)
class Part:
    """One part of the change of a kill ratio: what it adds to the log, and its numbers, e.g. ``193 → 2,597``.

    ``kind`` is one of `PARTS`.
    """

    kind: str
    log: float
    numbers: str
    explanation: str

    @property
    def factor(self) -> float:
        """By what it multiplies the ratio."""
        return math.exp(self.log)


@dataclass(frozen=True)
class Decomposition:
    """The change of a kill ratio between two years, in parts that add up on the log scale.

    ``case`` says in words whose numbers, ``earlier`` and ``later`` are militants killed and the number set against
    them. Where the change is not defined there are no parts, and a ``reason``. It is ``mixed`` when the two tolls of
    security forces are of different publishers or bases, so that the part named security forces holds that too.
    """

    case: str
    years: tuple[int, int]
    earlier: tuple[int, int]
    later: tuple[int, int]
    parts: tuple[Part, ...]
    reason: str = ""
    mixed: bool = False

    @property
    def log_change(self) -> float | None:
        """Log of the later ratio over the earlier one, from the four numbers; None where it is not defined."""
        (m1, d1), (m2, d2) = self.earlier, self.later
        return None if self.reason else math.log(m2 / d2) - math.log(m1 / d1)

    @property
    def change(self) -> float | None:
        """Later ratio over the earlier one; None where it is not defined."""
        return None if self.log_change is None else math.exp(self.log_change)

    def part(self, kind: str) -> float | None:
        """Log of one part, zero where it plays none; None where the change is not defined."""
        return None if self.reason else math.fsum(part.log for part in self.parts if part.kind == kind)

    def to_frame(self) -> pd.DataFrame:
        """Tidy waterfall from the earlier to the later ratio: the columns in `COLUMNS`, a row a bar.

        The first and the last row are the ratios themselves (kind ``ratio``, no log or factor); each bar runs on the
        scale of ratios from ``start`` to ``end``. No rows where the change is not defined.
        """
        if self.reason:
            return pd.DataFrame(columns=list(COLUMNS))
        rows: list[tuple[object, ...]] = [_level(self.case, 0, self.years[0], self.earlier)]
        at = self.earlier[0] / self.earlier[1]
        for order, part in enumerate(self.parts, start=1):
            after = at * part.factor
            named = f"second number of {self.years[part.kind == 'definition_later']}"
            name = named if part.kind.startswith("definition") else PARTS[part.kind]
            numbers = (part.log, part.factor, at, after)
            rows.append((self.case, order, part.kind, name, part.numbers, *numbers, part.explanation))
            at = after
        rows.append(_level(self.case, len(rows), self.years[1], self.later))
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(("log", "factor"), float))


def decompose(
    case: str,
    years: tuple[int, int],
    earlier: tuple[int, int],
    later: tuple[int, int],
    *,
    security_earlier: tuple[int, str] | None = None,
    security_later: tuple[int, str] | None = None,
    mixed: bool = False,
) -> Decomposition:
    """Split the log change of a kill ratio into militants, security forces and definition (see `Decomposition`).

    ``security_earlier`` and ``security_later`` are security forces killed in that year and who says so, where the
    number set against the militants counts something else or is in doubt; by default it is taken as it is.

    >>> split = decompose("X", (2021, 2025), (193, 592), (2597, 1235), security_later=(664, "PICSS"))
    >>> [(part.kind, round(part.log, 2)) for part in split.parts]
    [('militants', 2.6), ('security', -0.11), ('definition_later', -0.62)]
    """
    (m1, d1), (m2, d2) = map(checked_deaths, (earlier, later))
    said = (security_earlier, security_later)
    s1, s2 = (d if one is None else checked_count("security", one[0]) for d, one in zip((d1, d2), said, strict=True))
    if 0 in (m1, d1, m2, d2, s1, s2):
        reason = "one side of one year has no deaths, so the change and its parts are not defined."
        return Decomposition(case, years, (m1, d1), (m2, d2), (), reason, mixed)
    first, last = years
    by1, by2 = ("" if one is None else f" by {one[1]}" for one in said)
    whose1, whose2 = ("" if one is None else f" ({one[1]})" for one in said)
    security, numbers = f"{s1:,}{by1} in {first} and {s2:,}{by2} in {last}", f"{s1:,}{whose1} → {s2:,}{whose2}"
    killed = f"militants killed, {m1:,} in {first} and {m2:,} in {last}"
    parts = [
        Part("militants", math.log(m2 / m1), f"{m1:,} → {m2:,}", killed),
        Part("security", -math.log(s2 / s1), numbers, f"security forces killed, {security}"),
    ]
    for kind, sign, d, s, year, other in (
        ("definition_later", -1, d2, s2, last, security_later),
        ("definition_earlier", 1, d1, s1, first, security_earlier),
    ):
        if other is not None:
            words = f"{d:,} set against militants in {year} where {other[1]} has {s:,} security forces"
            parts.append(Part(kind, sign * math.log(d / s), f"{d:,}, not {s:,} ({other[1]})", words))
    return Decomposition(case, years, (m1, d1), (m2, d2), tuple(parts), "", mixed)


def _level(case: str, order: int, year: int, pair: tuple[int, int]) -> tuple[object, ...]:
    ratio = pair[0] / pair[1]
    words = f"the ratio of {year}, {as_odds(ratio)}"
    return (case, order, "ratio", f"ratio of {year}", f"{pair[0]:,} to {pair[1]:,}", None, None, ratio, ratio, words)
