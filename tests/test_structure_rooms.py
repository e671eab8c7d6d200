"""The map of rooms stays true by itself."""

from tests.rooms import MAP, imports_between_rooms, rooms_markdown


def test_the_map_of_rooms_is_what_the_package_gives() -> None:
    assert MAP.read_text(encoding="utf-8") == rooms_markdown(), "write it anew: python -m tests.rooms"


def test_imports_between_rooms_are_found_and_run_one_way() -> None:
    edges = imports_between_rooms()
    assert {("its", "timeline"), ("reports", "its"), ("cli", "reports")} <= edges
    assert [edge for edge in edges if edge[::-1] in edges] == []
