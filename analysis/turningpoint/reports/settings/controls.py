"""Control countries: those that the parameters name, whether they can be compared, and their series."""

from collections.abc import Sequence

from turningpoint.errors import ParameterError
from turningpoint.outcome import Outcome, load_outcome
from turningpoint.reports.settings.parameter_field import parts_of
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.sources.outcomes.registry import across_countries, elsewhere


def control_codes(parameters: Parameters) -> list[str]:
    """Codes of the countries named in ``controls``."""
    return parts_of(parameters.controls)


def control_series(parameters: Parameters, codes: Sequence[str]) -> list[Outcome]:
    """Load the outcome of other countries inside the window, or what stands for it where it is one country's own.

    Beside a source of one country they are UCDP's events, to the end of its coverage.

    Raises
    ------
    ParameterError
        A country that is not known, or without this outcome in this window.
    """
    (source, name), last = across_countries(parameters.outcome, parameters.source)
    end = parameters.window_end if source == parameters.source else min(parameters.window_end, last)
    name = elsewhere(name)
    return [load_outcome(name, country=code, source=source, start=parameters.window_start, end=end) for code in codes]


def check_controls(parameters: Parameters) -> None:
    """Refuse controls that no country could be for this series.

    Raises
    ------
    ParameterError
        They stand beside a series of one's own or a gaussian outcome, hold the report's own country, or one twice.
    """
    codes = control_codes(parameters)
    if codes and parameters.data:
        raise ParameterError(
            "parameter controls: they are countries of UCDP, and a series of one's own (data) has none. Leave them out."
        )
    if codes and parameters.likelihood == "gaussian":
        raise ParameterError(
            "parameter controls: series are compared by ratios, which a gaussian outcome does not have. Leave them "
            "out, or choose a likelihood of counts."
        )
    if parameters.country in codes:
        raise ParameterError(
            f"parameter controls: {parameters.country} is the country of the report itself. Name others."
        )
    if repeated := [code for place, code in enumerate(codes) if code in codes[:place]]:
        raise ParameterError(f"parameter controls: {repeated[0]} stands twice. Name each country once.")
