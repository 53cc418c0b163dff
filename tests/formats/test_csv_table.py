"""CSV: encodings, delimiters, empty cells, and what is refused with its line."""

import gzip
from pathlib import Path

import pytest

from tests.formats.logs import act, read, write_csv
from zhiheng.core.errors import LogError

MAPPING = "{power: permit, case: case, activity: act, occurred: time, official: who}"
HEAD = "case,act,time,who\n"
ROW = "A1,apply,2026-03-02 09:00,Alice\n"


def log(tmp_path: Path, text: str | bytes, name: str = "log.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def whom(tmp_path: Path, text: str | bytes, **more: str):
    mapping = MAPPING[:-1] + "".join(f", {key}: {value}" for key, value in more.items()) + "}"
    return read(log(tmp_path, text), mapping=mapping).rows("events", "case_id", "official_id")


def test_an_empty_cell_is_unknown_and_na_is_a_name(tmp_path):
    assert whom(tmp_path, HEAD + "NA,apply,2026-03-02 09:00,\nnull,apply,2026-03-02 09:00,NaN\n") == [
        ("NA", None),
        ("null", "NaN"),
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("chunk", [7, 1 << 20])
def test_every_line_ending_is_read(tmp_path, monkeypatch, ending, chunk):
    monkeypatch.setattr("zhiheng.formats.log_bytes.CHUNK", chunk)
    text = (HEAD + ROW + '"A\n2",apply,2026-03-02 09:00,"Bob ""B"", Ltd"\n\n' + ROW.replace("A1", "A3")).replace(
        "\n", ending
    )
    assert whom(tmp_path, text) == [("A1", "Alice"), (f"A{ending}2", 'Bob "B", Ltd'), ("A3", "Alice")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_stated_encoding_is_read(tmp_path, encoding):
    text = (HEAD + "示-1,受理,2026-03-02 09:00,张三\n").encode(encoding)
    assert whom(tmp_path, text, encoding=encoding) == [("示-1", "张三")]


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    assert whom(tmp_path, b"\xef\xbb\xbf" + (HEAD + ROW).encode()) == [("A1", "Alice")]


@pytest.mark.parametrize("delimiter", [";", "|", "\t"], ids=["semicolon", "bar", "tab"])
def test_the_stated_delimiter_is_read(tmp_path, delimiter):
    quoted = '"\\t"' if delimiter == "\t" else f'"{delimiter}"'
    assert whom(tmp_path, (HEAD + ROW).replace(",", delimiter), delimiter=quoted) == [("A1", "Alice")]


def test_a_compressed_table_is_read(tmp_path):
    path = log(tmp_path, gzip.compress((HEAD + ROW).encode()), "log.csv.gz")
    assert read(path, mapping=MAPPING).report.events == 1


def test_a_case_attribute_is_the_first_of_the_case(tmp_path):
    cases = [
        ({"concept:name": "A1", "who": None}, [act("apply")]),
        ({"concept:name": "A1", "who": "Ltd"}, [act("decide")]),
    ]
    mapping = (
        "{power: permit, case: case:concept:name, activity: concept:name, occurred: time:timestamp, party: case:who}"
    )
    assert read(write_csv(tmp_path / "log.csv", cases), mapping=mapping).rows("cases", "party_id") == ["Ltd"]


REFUSED = {
    "a row that is too short": (HEAD + ROW + "A2,apply,2026-03-02 09:00\n", 3, "the row has 3 cells, the header 4"),
    "a row that is too long": (HEAD + '"A\n1",a,2026-03-02,x\n' + "A2,b,2026-03-02,x,y\n", 4, "5 cells"),
    "a column that stands twice": ("case,act,act,time\n" + ROW, 1, "'act' stands twice"),
    "no header": ("", 1, "no header line"),
    "an empty header": ("\n" + ROW, 1, "no header line"),
    "a quotation mark that is not closed": (HEAD + ROW + 'A1,"apply,2026\n', 3, "quotation mark"),
    "a quotation mark in the wrong place": (HEAD + ROW + '"A2"x,apply,2026,\n', 3, "quotation mark"),
    "a NUL": (HEAD + ROW + "A\0,apply,2026,\n", 3, "NUL"),
    "another encoding": (HEAD.encode() + ROW.encode() + "示,受理,2026,张\n".encode("gb18030"), 3, "not utf-8-sig"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_names_its_line(tmp_path, name):
    text, line, sentence = REFUSED[name]
    path = log(tmp_path, text)
    with pytest.raises(LogError, match=sentence) as refused:
        read(path, mapping=MAPPING)
    assert refused.value.place == f"{path}:{line}"


def test_a_line_without_an_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("zhiheng.formats.csv_table.LONGEST_LINE", 1 << 21)
    with pytest.raises(LogError, match="a line is longer than 2 Mi"):
        read(log(tmp_path, HEAD + "x" * (1 << 22)), mapping=MAPPING)


def test_an_empty_table_is_refused(tmp_path):
    with pytest.raises(LogError, match="holds no case"):
        read(log(tmp_path, HEAD), mapping=MAPPING)


def test_an_event_without_a_case_names_its_row(tmp_path):
    path = log(tmp_path, HEAD + ROW + ",apply,2026-03-02 09:00,Bob\n")
    with pytest.raises(LogError, match="does not say its case: 'case' is empty") as refused:
        read(path, mapping=MAPPING)
    assert refused.value.place == f"{path}: row 3"


def test_a_value_that_cannot_be_read_names_its_row_as_a_spreadsheet_counts(tmp_path):
    path = log(tmp_path, HEAD + ROW + "A2,apply,2026-13-02 09:00,Bob\n")
    with pytest.raises(LogError, match="'2026-13-02 09:00', no moment") as refused:
        read(path, mapping=MAPPING)
    assert refused.value.place == f"{path}: row 3, event 1 of case A2"


@pytest.mark.parametrize(("delimiter", "written"), [(";", "';'"), ("\t", '"\\t"'), ("|", "'|'")])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_table_with_another_delimiter_says_how_to_state_it(tmp_path, delimiter, written, quote):
    cells = [f"{quote}{cell}{quote}" for cell in HEAD.strip().split(",")]
    with pytest.raises(LogError) as caught:
        whom(tmp_path, delimiter.join(cells) + "\n" + ROW.replace(",", delimiter))
    assert caught.value.place.endswith("log.csv:1")
    assert f"write `delimiter: {written}` in log.yaml" in caught.value.en
    assert f"请在 log.yaml 中写 `delimiter: {written}`" in caught.value.zh
    assert whom(tmp_path, delimiter.join(cells) + "\n" + ROW.replace(",", delimiter), delimiter=written)
