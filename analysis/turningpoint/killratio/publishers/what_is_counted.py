"""What each publisher counts, in the words of the data.

Nothing here is known from elsewhere: where the data do not say who counts as a militant, the table says so.
"""

import re

import pandas as pd

from turningpoint.killratio.publishers.all_ratios import BASIS as UCDP_BASIS
from turningpoint.killratio.publishers.all_ratios import BASIS_TITLES, CLAIMED
from turningpoint.killratio.publishers.published_ratios import SIDES
from turningpoint.sources.embedded import ucdp_sides
from turningpoint.sources.embedded.catalogue import table_info

COLUMNS = ("publisher", "basis", "basis_title", "years", "militant", "security", "civilians", "notes", "numbers", "url")
NOT_STATED = "the data do not say"
_MILITANT = re.compile(r"militants?\b|outlaws?\b|terrorists?\b", re.IGNORECASE)
_SECURITY = re.compile(r"security(?! *-?force)|security[- ]forces?\b|law[- ]enforcement|soldiers?|polic", re.IGNORECASE)


def what_is_counted(table: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Say for every publisher and basis of a table of kill ratios what its numbers are, from the data's own notes.

    The table has publisher, basis, basis_title; years (of the kill ratios); militant, security (clauses of the notes
    that define who counts, or `NOT_STATED`); civilians (whether they are in either number); notes (every definition
    note of the rows used); numbers (the reports they were taken from); url (link of the latest one).
    """
    rows = []
    for (publisher, basis), ratios in table.groupby(["publisher", "basis"]):
        if basis == CLAIMED:
            described = _claimed(ratios)
        elif basis == UCDP_BASIS:
            described = _ucdp()
        else:
            described = _published(ratios, figures[(figures["publisher"] == publisher) & (figures["basis"] == basis)])
        ordered = ratios.sort_values("year")
        title, years = BASIS_TITLES.get(str(basis), str(basis)), ", ".join(map(str, ordered["year"]))
        numbers, url = "; ".join(dict.fromkeys(ordered["report_title"])), ordered["url"].iloc[-1]
        rows.append((publisher, basis, title, years, *described, numbers, url))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _published(ratios: pd.DataFrame, figures: pd.DataFrame) -> tuple[str, str, str, str]:
    """Militant, security, civilians and notes, by the notes of deaths by side and what else the reports print."""
    deaths = figures[figures["quantity"].isin(SIDES) & (figures["geography"] == "Pakistan")]
    used = deaths[deaths["report_title"].isin(set(ratios["report_title"]))]
    notes = list(dict.fromkeys(note for note in used["definition_note"] if note))
    clauses = list(dict.fromkeys(clause.strip() for note in deaths["definition_note"] for clause in note.split("; ")))
    apart = figures[figures["report_title"].isin(set(ratios["report_title"]))]["quantity"].eq("killed_civilians").any()
    together = figures["quantity"].eq("killed_civ_plus_sec").any()
    civilians = "printed as a number of their own, so in neither" if apart else NOT_STATED
    if together:
        civilians += "; other rows of this publisher add them to security forces, and are not used"
    said = "; ".join(dict.fromkeys(part for note in notes for part in note.split("; "))) or NOT_STATED
    return _defining(clauses, _MILITANT), _defining(clauses, _SECURITY), civilians, said


def _defining(clauses: list[str], who: re.Pattern[str]) -> str:
    """Clauses like “outlaws = militants, insurgents and criminals”, whose left side names whom we ask for."""
    split = [(clause, *clause.partition(" = ")[::2]) for clause in clauses]
    found = [clause for clause, left, right in split if right and not re.search(r"\d", right) and who.search(left)]
    return "; ".join(found) or NOT_STATED


def _ucdp() -> tuple[str, str, str, str]:
    info = table_info(ucdp_sides.NAME)
    civilians = f"a column of their own, so in neither: {info.columns['deaths_civilian']}"
    return info.columns["deaths_militant"], info.columns["deaths_state"], civilians, info.one_row


def _claimed(ratios: pd.DataFrame) -> tuple[str, str, str, str]:
    statements = list(dict.fromkeys(map(str, ratios.sort_values("year")["report_title"])))
    with_civilians = [title for title in statements if "civilian" in title]
    found = f"in the second number of {len(with_civilians)} of {len(statements)} claims: {'; '.join(with_civilians)}"
    return NOT_STATED, "; ".join(statements), found if with_civilians else NOT_STATED, "; ".join(statements)
