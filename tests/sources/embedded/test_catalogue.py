import csv
import tomllib
from dataclasses import replace
from datetime import date

import pytest

from turningpoint.errors import DataError, ParameterError
from turningpoint.sources import (
    read_candidate,
    read_claims,
    read_country_months,
    read_interventions,
    read_kinds,
    read_land_borders,
    read_population,
    read_published_figures,
    read_sides,
    read_ucdp_years,
)
from turningpoint.sources.csv_table import DATA, read_table, with_months
from turningpoint.sources.embedded import catalogue as module
from turningpoint.sources.embedded import claims, ucdp_country_months
from turningpoint.sources.embedded.catalogue import catalogue, catalogue_frame, table_info

READERS = {
    "claims": read_claims,
    "interventions": read_interventions,
    "population_country_year": read_population,
    "land_borders": read_land_borders,
    "published_figures": read_published_figures,
    "ucdp_candidate_pakistan_deaths_month": read_candidate,
    "ucdp_ged_country_month": read_country_months,
    "ucdp_ged_pakistan_kinds_month": read_kinds,
    "ucdp_ged_pakistan_sides_month": read_sides,
    "ucdp_pakistan_year": read_ucdp_years,
}
SCHEMAS = {"claims": claims.SCHEMA, "ucdp_ged_country_month": ucdp_country_months.SCHEMA}
DERIVED = {"ucdp_ged_country_month": with_months}


@pytest.fixture(autouse=True)
def nothing_read_before(monkeypatch):
    monkeypatch.setattr(module, "_kept", {})


def test_every_table_has_a_sidecar_and_a_reader():
    names = sorted(path.stem for path in DATA.glob("*.csv"))
    assert [table.name for table in catalogue()] == names == sorted(READERS)


@pytest.mark.parametrize("table", catalogue(), ids=lambda table: table.name)
def test_a_sidecar_agrees_with_its_table(table):
    table.check()
    assert len(READERS[table.name]()) == table.rows
    with table.path.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == list(table.columns)
    for fact in (table.title, table.producer, table.citation, table.version, table.licence, table.description):
        assert fact.strip()
    assert isinstance(table.added, date)
    assert table.link.startswith("https://") or "link" in table.citation or "article" in table.citation


@pytest.mark.parametrize(
    "name", ["ucdp_ged_pakistan_kinds_month", "ucdp_ged_country_month", "ucdp_candidate_pakistan_deaths_month"]
)
def test_the_coverage_of_ucdp_is_that_of_the_table(name):
    months = READERS[name]()["month"]
    assert (str(months.min()), str(months.max())) == (table_info(name).coverage_start, table_info(name).coverage_end)


def test_the_coverage_of_sides_holds_every_row_and_is_that_of_its_release():
    months, info = read_sides()["month"].astype(str), table_info("ucdp_ged_pakistan_sides_month")
    assert months.between(info.coverage_start, info.coverage_end).all()
    assert info.coverage == table_info("ucdp_ged_pakistan_kinds_month").coverage


def test_the_coverage_of_figures_and_events_is_that_of_the_table():
    figures = read_published_figures()
    info = table_info("published_figures")
    starts = figures.loc[figures["period_start"] != "", "period_start"].str.slice(0, 7)
    ends = figures["period_end"].str.slice(0, 7)
    assert (starts.min(), ends.max()) == (info.coverage_start, info.coverage_end)
    periods = read_claims()["period"].str.split("/").explode()
    months = periods[periods.str.len() >= 7].str.slice(0, 7)
    assert (months.min(), months.max()) == (table_info("claims").coverage_start, table_info("claims").coverage_end)
    dates = read_interventions()["date"].str.slice(0, 7)
    for name in ("ucdp_pakistan_year", "population_country_year"):
        years, info = READERS[name]()["year"], table_info(name)
        assert (f"{years.min()}-01", f"{years.max()}-12") == (info.coverage_start, info.coverage_end)
    info = table_info("interventions")
    assert (dates.min(), dates.max()) == (info.coverage_start, info.coverage_end)


def test_ucdp_is_cited_in_full_under_its_licence():
    for table in catalogue():
        if table.short_title.startswith("UCDP"):
            assert table.licence == "CC BY 4.0"
            assert table.licence_link == "https://creativecommons.org/licenses/by/4.0/"
            assert "https://doi.org/10.1177/0022343313484347" in table.citation


def test_the_data_dictionary_says_what_the_sidecars_say():
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for table in catalogue():
        assert f"[{table.name}.toml]({table.name}.toml)" in readme
        assert table.one_row in readme
        assert table.licence in readme
        assert table.citation in readme
        for name, meaning in table.columns.items():
            assert f"| `{name}` | {meaning} |" in readme


def test_the_catalogue_as_a_table():
    frame = catalogue_frame().set_index("name")
    assert frame.columns.tolist() == ["what", "one row", "coverage", "rows", "licence", "source", "link"]
    assert frame.loc["ucdp_ged_country_month", "rows"] == len(read_country_months())


def test_an_unknown_table():
    with pytest.raises(ParameterError, match="there is no table 'acled'"):
        table_info("acled")


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """The claims' sidecar and table in a folder of their own, which the catalogue then reads."""
    for ending in ("toml", "csv"):
        (tmp_path / f"claims.{ending}").write_bytes((DATA / f"claims.{ending}").read_bytes())
    monkeypatch.setattr(module, "DATA", tmp_path)
    return tmp_path / "claims.toml"


def test_a_changed_table_is_refused_with_the_way_out(copied):
    info = module._read(copied)
    info.check()
    with info.path.open("a") as file:
        file.write("\n")
    with pytest.raises(DataError) as refused:
        info.check()
    told = str(refused.value)
    assert told.startswith(f"{info.path}: this is not the table that claims.toml beside it describes")
    assert "git checkout -- data/claims.csv data/claims.toml" in told
    assert "turningpoint data --describe data/claims.csv" in told


def test_a_changed_table_is_not_read(copied, monkeypatch):
    monkeypatch.setattr(module, "catalogue", lambda: (module._read(copied),))
    with copied.with_suffix(".csv").open("a") as file:
        file.write("\n")

    def read(*_):
        raise AssertionError("it was read")

    monkeypatch.setattr(module, "read_table", read)
    with pytest.raises(DataError, match="is not the table that"):
        module.read_embedded("claims", SCHEMAS["claims"])


@pytest.mark.parametrize(
    ("name", "facts", "problem"),
    [
        ("claims", {"rows": 24}, "it has 23 rows, not 24"),
        (
            "ucdp_ged_country_month",
            {"coverage_end": "2020-12"},
            r"its months run from .* not inside 1989-01 to 2020-12",
        ),
        ("ucdp_ged_country_month", {"coverage_start": "1990-01"}, "its months run from 1989-01"),
    ],
)
def test_a_sidecar_that_miscounts_its_table_is_refused(monkeypatch, name, facts, problem):
    wrong = replace(table_info(name), **facts)
    monkeypatch.setattr(module, "catalogue", lambda: (wrong,))
    with pytest.raises(DataError, match=problem):
        module.read_embedded(name, SCHEMAS[name], DERIVED.get(name, lambda frame: frame))


def test_an_own_table_is_read_once_and_copied(monkeypatch):
    paths = []

    def read(path, schema):
        paths.append(path)
        return read_table(path, schema)

    monkeypatch.setattr(module, "read_table", read)
    first = module.read_embedded("claims", SCHEMAS["claims"])
    first["id"] = ""
    assert module.read_embedded("claims", SCHEMAS["claims"])["id"].iloc[0] == "C01"
    assert paths == [DATA / "claims.csv"]


@pytest.mark.parametrize("table", catalogue(), ids=lambda table: table.name)
def test_a_release_is_named_alike_in_its_sidecar(table):
    """Its number stands in the version and both titles; whoever changes one must not forget the others."""
    release = table.version.partition(",")[0]
    if any(sign.isdigit() for sign in release):
        assert table.short_title.endswith(f" {release}")
        assert f"version {release}," in table.title


def test_a_sidecar_without_a_key_is_refused(copied):
    lines = [line for line in copied.read_text().splitlines() if not line.startswith("licence =")]
    copied.write_text("\n".join(["colour = 'red'", *lines]))
    with pytest.raises(DataError, match="lacks or does not know: colour, licence"):
        module._read(copied)


def test_a_sidecar_that_is_not_toml_is_refused(copied):
    copied.write_text("title: x")
    with pytest.raises(DataError, match="is not TOML"):
        module._read(copied)


def test_a_sidecar_without_its_table_is_refused(copied):
    copied.with_suffix(".csv").unlink()
    with pytest.raises(DataError, match="a sidecar but no such table"):
        module._read(copied)


def test_the_private_folder_exists_and_is_ignored():
    rules = (DATA / "private" / ".gitignore").read_text().split()
    assert {"*", "!.gitignore"} <= set(rules)


def test_sidecars_hold_the_keys_of_the_dataclass_only():
    for table in catalogue():
        facts = tomllib.loads((DATA / f"{table.name}.toml").read_text(encoding="utf-8"))
        assert facts["columns"] == table.columns


def test_without_a_checkout_there_is_no_data_and_that_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "DATA", tmp_path / "data")
    with pytest.raises(DataError, match="turningpoint runs from a checkout"):
        catalogue.__wrapped__()
