"""Whatever is asked for, the answer is parameters that fit the data or a refusal in words."""

import os
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from turningpoint.errors import TurningpointError
from turningpoint.reports.settings.fit_to_data import check_against_data
from turningpoint.reports.settings.parameters import Parameters, parameters_from

EXAMPLES = int(os.environ.get("RANDOM_PARAMETERS", "150"))
TIMES = st.one_of(
    st.builds("{:04d}-{:02d}".format, st.integers(1985, 2030), st.integers(0, 14)),
    st.builds(str, st.integers(-5, 3000)),
    st.sampled_from(["", "2021", "2021-08-15", "2021-13", "August 2021", "2021-8"]),
)
TEXT = st.text(string.printable + "é–\u202e\x00", max_size=12)
KNOWN = {
    "country": st.sampled_from(["PAK", "MLI", "AFG", "BFA", "XYZ", "pak", "SSD"]),
    "source": st.sampled_from(
        ["ucdp-ged", "picss-monthly-attacks", "pips-yearly-attacks", "ucdp-sides", "ucdp-ged-25.1"]
    ),
    "outcome": st.sampled_from(
        ["events", "deaths_best", "attacks", "events_without_india", "events_non_state", "events_ttp"]
    ),
    "window_start": TIMES,
    "window_end": TIMES,
    "intervention": TIMES,
    "likelihood": st.sampled_from(["poisson", "negative-binomial", "gaussian", "normal"]),
    "errors": st.sampled_from(["calibrated", "hac:6", "hac:999", "independent", "arima:1,0,0", "arima:9", "ar1-ml"]),
    "pre_trend": st.sampled_from(["straight", "adaptive", "curved"]),
    "data": st.sampled_from(["", "absent.csv", "/", "."]),
}
NUMBERS = st.one_of(
    st.integers(-10, 10**9), st.floats(allow_nan=True), st.booleans(), st.sampled_from(["1e400", "-0", "²"])
)
VALUES = {name: st.one_of(KNOWN.get(name, NUMBERS), NUMBERS, TEXT) for name in Parameters.model_fields}
ASKED = st.dictionaries(st.sampled_from([*VALUES, "contry"]), st.none(), max_size=5).flatmap(
    lambda names: st.fixed_dictionaries({name: VALUES.get(name, TEXT) for name in names})
)
SENSIBLE = st.fixed_dictionaries({}, optional={name: KNOWN[name] for name in KNOWN if name != "data"})


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(st.one_of(ASKED, SENSIBLE))
def test_parameters_fit_their_data_or_are_refused(values: dict[str, object]) -> None:
    refused, found = "", None
    try:
        found = check_against_data(parameters_from(values))
    except TurningpointError as error:
        refused = str(error)
    assert bool(refused.strip()) != bool(found)
    if found is not None:
        resolved = found.parameters
        assert (found.outcome.labels[0], found.outcome.labels[-1]) == (resolved.window_start, resolved.window_end)
        assert resolved.window_start < resolved.intervention <= resolved.window_end
