"""Made-up series of ``tests/its/cases``, read as the command reads them."""

from pathlib import Path

from turningpoint.its.from_csv import analyse_file

CASES = Path(__file__).resolve().parents[1] / "cases"
PULSES = (
    "2017-05-01:2017-05-03", "2017-07-20:2017-07-22", "2017-10-08:2017-10-10", "2017-12-17:2017-12-19",
)  # fmt: skip


def case(name, time, outcome, **choices):
    return analyse_file(CASES / f"{name}.csv", choices, time=time, outcome=outcome)
