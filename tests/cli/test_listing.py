"""What there is to choose from is listed."""

from tests.cli.helpers import run
from turningpoint.reports.settings.parameters import Parameters


def test_parameters_are_listed_with_type_range_default_and_help() -> None:
    listed = run("parameters").stdout
    assert "horizon = 0 periods\n" in listed
    assert "ramp = true\n" in listed
    assert "number: 0.5 to 0.999" in listed
    assert all(f"{name} = " in listed for name in Parameters.model_fields)


def test_data_are_listed_with_coverage_and_licence() -> None:
    listed = run("data").stdout
    assert "ucdp_ged_country_month.csv" in listed
    assert "1989-01 to 2024-12" in listed
    assert "licence: CC BY 4.0" in listed
    assert "picss-monthly-attacks" in listed
    assert "MLI" in listed
    assert "MLI Mali" in run("data", "--countries").stdout
