"""YAML is read narrowly: what looks like text is text, and what could do harm is refused in a sentence."""

import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.catalogue import load_catalogue
from zhiheng.core.catalogue.reading import LARGEST, Source, read_source, read_yaml
from zhiheng.core.errors import CatalogueError, InputError, MappingError


def refusal(text: str) -> CatalogueError:
    with pytest.raises(CatalogueError) as caught:
        read_yaml(text, "powers/fine.yaml")
    return caught.value


@pytest.mark.parametrize("word", ["NO", "on", "010", "12:30", "1_000", "0x1F", "1e3", "2021-7-1", "9" * 5000])
def test_what_other_readers_change_stays_text(word: str):
    assert read_yaml(f"activity: {word}", "x") == {"activity": word}


def test_numbers_dates_flags_and_nulls_are_what_they_look_like():
    text = "{a: 7, b: -2, c: 12.50, d: 2021-07-15, e: true, f: ~, 2004-07-01: g, h: '7'}"
    assert read_yaml(text, "x") == {
        "a": 7, "b": -2, "c": Decimal("12.50"), "d": date(2021, 7, 15), "e": True, "f": None,
        date(2004, 7, 1): "g", "h": "7",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("", 1, "empty"),
        ("# only a remark\n", 1, "empty"),
        ("id: a\nsteps:\n\t- {id: b}\n", 3, "indent with spaces"),
        ("id: a\ntype: fine\nid: b\n", 3, "'id' is written twice"),
        ("id: a\nsteps: [{id: b}, {id: c, id: d}]\n", 2, "'id' is written twice"),
        ("a: &x [1, 2]\nb: *x\n", 2, "alias *x"),
        ("a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]\n", 2, "alias *a"),
        ("id: !!python/object/apply:os.system [ls]\n", 1, "tag"),
        ("id: !secret x\n", 1, "tag"),
        ("id: a\n---\nid: b\n", 2, "its own file"),
        ("id: [a\nsteps: b\n", 2, "not YAML"),
        ("id: 'a\n", 2, "not YAML"),
        ("id: a\x07\n", 1, "U+0007"),
        ("id: a\nvalid_from: 2021-02-30\n", 2, "no day 2021-02-30"),
        ("? [a, b]\n: c\n", 1, "where a key should be"),
        ("a: " + "[" * 100_000, 1, "nested deeper"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_bad_text_is_refused_with_its_line_and_a_remedy(text: str, line: int, remedy: str):
    error = refusal(text)
    assert error.place == f"powers/fine.yaml:{line}"
    assert remedy in error.en
    assert error.zh


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path):
    path = tmp_path / "fine.yaml"
    path.write_bytes("id: fine\ntitle: 罚款\n".encode("gb18030"))
    with pytest.raises(CatalogueError, match=r"fine\.yaml:2: byte 0xb7 is not UTF-8; save the file as UTF-8"):
        read_source(path, "fine.yaml")


def test_a_byte_order_mark_is_no_text(tmp_path: Path):
    path = tmp_path / "fine.yaml"
    path.write_bytes(b"\xef\xbb\xbfid: fine\n")
    assert read_source(path, "fine.yaml").data == {"id": "fine"}


def test_a_file_that_is_far_too_long_is_not_read(tmp_path: Path):
    path = tmp_path / "fine.yaml"
    path.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(CatalogueError, match="split it"):
        read_source(path, "fine.yaml")


def test_a_document_that_is_a_list_is_refused(tmp_path: Path):
    path = tmp_path / "fine.yaml"
    path.write_text("- id: fine\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="not a mapping"):
        read_source(path, "fine.yaml")


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(CatalogueError, match=r"gone\.yaml: the file cannot be read"):
        read_source(tmp_path / "gone.yaml", "gone.yaml")


def test_every_key_and_entry_has_its_line():
    text = "id: fine\nsteps:\n  - id: open\n    after:\n      [send]\n  - {id: send}\n"
    source = Source("fine.yaml", {}, text)
    paths = [("steps",), ("steps", 0), ("steps", 0, "after"), ("steps", 0, "after", 0), ("steps", 1, "id")]
    assert [source.at(*path) for path in paths] == [f"fine.yaml:{line}" for line in (2, 3, 4, 5, 6)]


def test_what_has_no_line_of_its_own_is_placed_at_the_nearest_thing_around_it():
    source = Source("fine.yaml", {}, "id: fine\nsteps:\n  - {id: send}\n")
    assert source.at("steps", 0, "after") == "fine.yaml:3"


def test_other_documents_are_refused_with_their_own_error():
    with pytest.raises(MappingError):
        read_yaml("case: [", "log.yaml", error=MappingError)


def outcome(read: Callable[[], Any]) -> CatalogueError | None:
    try:
        read()
    except CatalogueError as error:
        return error
    return None


@given(st.text(st.sampled_from("ab:-[]{},\"'#&*!|>?%@`\n\t 0127\x00é事"), max_size=60))
def test_any_text_is_read_or_refused_with_its_line(text: str):
    error = outcome(lambda: read_yaml(text, "x.yaml"))
    assert error is None or 1 <= int(error.place.removeprefix("x.yaml:")) <= text.count("\n") + 2


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes):
    path = tmp_path_factory.mktemp("powers") / "x.yaml"
    path.write_bytes(raw)
    error = outcome(lambda: read_source(path, "x.yaml"))
    assert error is None or error.place.startswith("x.yaml:")


@pytest.mark.parametrize(("begin", "error"), [("id: …", CatalogueError), ("power: …", MappingError)])
def test_the_remedy_for_an_empty_file_is_how_such_a_file_begins(begin: str, error: type[InputError]):
    with pytest.raises(error, match=f"the file is empty; begin with `{begin}`"):
        read_yaml("", "x.yaml", error=error, begin=begin)


def test_only_a_power_is_told_to_be_split_by_powers(tmp_path: Path):
    path = tmp_path / "log.yaml"
    path.write_text("#" * (LARGEST + 1))
    with pytest.raises(MappingError, match=r"; shorten it$"):
        read_source(path, "log.yaml", error=MappingError)


def folder(path: Path) -> None:
    path.mkdir()


def dangling(path: Path) -> None:
    path.symlink_to(path.with_name("gone"))


@pytest.mark.parametrize("make", [folder, os.mkfifo, dangling], ids=["a folder", "a pipe", "a link to nothing"])
@pytest.mark.parametrize("suffix", ["yaml", "yml"])
def test_what_has_a_powers_name_and_is_no_file_is_refused_and_not_passed_over(
    tmp_path: Path, make: Callable[[Path], None], suffix: str
):
    powers = tmp_path / "powers"
    powers.mkdir()
    (powers / "a.yaml").write_text("id: a\nsteps: [{id: s}]\n")
    make(powers / f"b.{suffix}")
    with pytest.raises(CatalogueError, match=rf"powers/b\.{suffix}: (it is no file but|the file cannot be read)"):
        load_catalogue(tmp_path)
