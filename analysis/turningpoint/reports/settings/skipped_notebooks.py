"""Which notebooks have something to say for which parameters."""

from turningpoint.errors import ParameterError
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.sources.countries import country_name

_NEEDS_PAKISTAN = {
    "04_kill_ratio": "The kill ratio is left out: published numbers of militants and security forces killed",
    "05_claims": "The ledger of claims is left out: the claims of the article of 27 February 2026",
}


def reason_to_skip(notebook: str, parameters: Parameters) -> str:
    """One sentence that says why a notebook, of a file name without ending, is not executed; empty where it is.

    Raises
    ------
    ParameterError
        Unknown country.

    Examples
    --------
    >>> reason_to_skip("05_claims", Parameters(country="MLI"))
    'The ledger of claims is left out: the claims of the article of 27 February 2026 concern Pakistan, and this report
    is on Mali.'
    >>> reason_to_skip("05_claims", Parameters())
    ''
    """
    if notebook not in _NEEDS_PAKISTAN:
        return ""
    if not parameters.data and parameters.country == "PAK":
        return ""
    what = "a series of your own" if parameters.data else country_name(parameters.country)
    return f"{_NEEDS_PAKISTAN[notebook]} concern Pakistan, and this report is on {what}."


def require(notebook: str, parameters: Parameters) -> None:
    """Refuse to go on in a notebook that has nothing to say for these parameters, when it is run by hand.

    Raises
    ------
    ParameterError
        With the sentence of ``reason_to_skip``.
    """
    if reason := reason_to_skip(notebook, parameters):
        raise ParameterError(reason)
