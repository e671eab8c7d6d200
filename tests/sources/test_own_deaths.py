"""Deaths of two sides of one's own: read on one basis, or refused with row and column."""

import numpy as np
import pytest

from turningpoint.errors import DataError, ParameterError
from turningpoint.sources.own_deaths import read_own_deaths
from turningpoint.sources.own_files.choices import Choices

ROWS = [
    ("2020-01", "3", "1", "attacks"),
    ("2020-02", "0", "4", "attacks"),
    ("2020-03", "12", "0", "attacks"),
]


@pytest.fixture
def file(tmp_path):
    def write(rows):
        path = tmp_path / "own.csv"
        lines = ["month,killed,lost,counted", *(",".join(row) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def read(path, **options):
    return read_own_deaths(path, time="month", militants="killed", security="lost", **options).months


def changed(row, place, value):
    rows = [list(cells) for cells in ROWS]
    rows[row][place] = value
    return rows


def test_months_and_both_sides(file):
    found = read(file(ROWS))
    assert found["month"].astype(str).tolist() == ["2020-01", "2020-02", "2020-03"]
    assert found["militants"].tolist() == [3, 0, 12]
    assert found["security"].tolist() == [1, 4, 0]


@pytest.mark.parametrize(
    ("row", "place", "value", "message"),
    [
        (1, 1, "-2", r"column 'killed', row 3: '-2' is negative"),
        (2, 2, "1.5", r"column 'lost', row 4: '1.5' is not a whole number"),
        (0, 2, "", r"column 'lost', row 2: the deaths are missing.*--allow-missing"),
        (0, 1, "some", r"column 'killed', row 2: 'some' is not a number"),
        (0, 1, "inf", r"column 'killed', row 2: 'inf' is infinite"),
        (1, 0, "2020-01", r"column 'month', row 3: the time 2020-01 stands more than once"),
    ],
)
def test_bad_cells_are_named(file, row, place, value, message):
    with pytest.raises(DataError, match=message):
        read(file(changed(row, place, value)))


def test_a_month_that_lacks_one_side_is_not_observed_on_request(file):
    found = read(file(changed(0, 2, "")), allow_missing=True)
    assert np.isnan(found.loc[0, ["militants", "security"]].tolist()).all()
    assert found["militants"].tolist()[1:] == [0, 12]
    with pytest.raises(DataError, match="no month has deaths of both sides"):
        read(file([("2020-01", "3", "", "a"), ("2020-02", "", "2", "a")]), allow_missing=True)


def test_mixed_bases_are_refused_unless_one_is_chosen(file):
    mixed = [*ROWS, *(("2020-0" + str(at), "50", "2", "operations") for at in (1, 2, 3))]
    with pytest.raises(
        DataError,
        match=r"column 'counted', rows 5, 6, 7: the basis is 'operations' here and 'attacks' above.*--basis",
    ):
        read(file(mixed), basis_column="counted")
    assert read(file(mixed), basis_column="counted", basis="operations")["militants"].tolist() == [50, 50, 50]


def test_a_basis_that_does_not_exist_is_refused(file):
    with pytest.raises(DataError, match=r"column 'counted': no row has the basis 'both'\. Choose attacks"):
        read(file(ROWS), basis_column="counted", basis="both")
    with pytest.raises(DataError, match=r"column 'counted', row 3: a row does not say its basis"):
        read(file(changed(1, 3, "")), basis_column="counted")
    with pytest.raises(ParameterError, match=r"no column says the basis.*--basis-column"):
        read(file(ROWS), basis="attacks")


def test_one_basis_needs_no_choice(file):
    assert len(read(file(ROWS), basis_column="counted")) == 3


def test_only_months_are_taken(file):
    with pytest.raises(DataError, match=r"column 'month': the times are not months"):
        read(file([("2020", "1", "1", "a"), ("2021", "2", "2", "a")]))


def test_a_column_for_two_purposes_is_refused(file):
    with pytest.raises(ParameterError, match="'killed' is named for two purposes"):
        read_own_deaths(file(ROWS), time="month", militants="killed", security="killed")


def test_a_file_of_another_hand_gives_the_same_months(file, tmp_path):
    path = tmp_path / "other.csv"
    rows = [f"A;28.{month[5:]}.{month[:4]};{killed};{lost}" for month, killed, lost, _ in ROWS]
    path.write_text("\n".join(["place;when;m;s", *rows, *(row.replace("A;", "B;") for row in rows)]) + "\n")
    ask = {"time": "when", "militants": "m", "security": "s"}
    found = read_own_deaths(path, **ask, reading=Choices(group=("place=A",)))
    assert found.months.equals(read(file(ROWS)))
    assert "day first: 28.01.2020 in row 2 decides" in found.said
    assert found.when("28.02.2020") == "2020-02"
    assert read_own_deaths(path, **ask, reading=Choices(total=True)).months["militants"].tolist() == [6, 0, 24]
    with pytest.raises(DataError, match=r"To add up m and s: --sum --by month.*--group place=A"):
        read_own_deaths(path, **ask)


def test_a_month_without_a_row_is_zero_or_not_observed_as_told(file):
    path = file([("2020-01", "3", "1", "a"), ("2020-02", "4", "1", "a"), ("2020-04", "2", "1", "a")])
    assert read(path, reading=Choices(absent="zero"))["security"].tolist() == [1, 1, 0, 1]
    with pytest.raises(DataError, match=r"a month has no deaths of both sides\..*--allow-missing"):
        read(path, reading=Choices(absent="missing"))
    assert np.isnan(read(path, reading=Choices(absent="missing"), allow_missing=True)["militants"][2])
