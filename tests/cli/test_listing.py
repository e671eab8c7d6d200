"""What there is to choose from is listed."""

import tomllib

from tests.cli.helpers import run
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.sources.embedded.catalogue import table_info


def test_parameters_are_listed_with_type_range_default_and_help() -> None:
    listed = run("parameters").stdout
    assert "horizon = 0 periods\n" in listed
    assert "ramp = true\n" in listed
    assert "number: 0.5 to 0.999" in listed
    assert all(f"{name} = " in listed for name in Parameters.model_fields)


def test_data_are_listed_with_coverage_and_licence() -> None:
    listed = run("data").stdout
    assert "ucdp_ged_country_month.csv" in listed
    assert table_info("ucdp_ged_country_month").coverage in listed
    assert "licence: CC BY 4.0" in listed
    assert "picss-monthly-attacks" in listed
    assert "MLI" in listed
    assert "MLI Mali" in run("data", "--countries").stdout
    assert "events_without_india (PAK only)" in listed
    assert "ucdp-ged: UCDP Georeferenced Event Dataset" in listed


def test_the_facts_of_a_table_are_printed_as_its_sidecar_has_them() -> None:
    table = table_info("ucdp_ged_country_month")
    printed = run("data", "--describe", table.path).stdout
    facts = tomllib.loads(printed)
    assert facts == {name: getattr(table, name) for name in ("coverage_start", "coverage_end", "rows", "sha256")}
    sidecar = table.path.with_suffix(".toml").read_text(encoding="utf-8").splitlines()
    assert set(printed.splitlines()) <= set(sidecar)
    assert list(tomllib.loads(run("data", "--describe", table_info("claims").path).stdout)) == ["rows", "sha256"]


def test_a_table_that_is_not_there_is_not_described() -> None:
    told = run("data", "--describe", "absent.csv")
    assert (told.exit_code, "absent.csv: there is no such file" in told.stderr) == (2, True)
