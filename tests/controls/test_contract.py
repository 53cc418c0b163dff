"""A control file outside the contract is refused with its line and what to write instead, in both languages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.controls.written import HEADER, SQL, changed, write_control
from zhiheng.core.control import load_control, load_controls
from zhiheng.core.errors import ControlError
from zhiheng.core.example_runs import differences, run_example
from zhiheng.core.examples import load_examples

ENGINES = ("sqlite", "duckdb")


def refusal(path: Path) -> ControlError:
    with pytest.raises(ControlError) as caught:
        load_control(path)
    return caught.value


def test_a_control_within_the_contract_is_taken(tmp_path: Path):
    control = load_control(write_control(tmp_path))
    assert (control.id, control.family, sorted(control.reads)) == ("Q90", "data", ["events", "workdays"])


# What is written in place of the measure, on the file's line 13; and the remedy.
@pytest.mark.parametrize(
    ("measure", "en", "zh"),
    [
        ("now()", "use $today, $today_n or $now", "请用 $today、$today_n 或 $now"),
        ("current_date", "use $today", "请用 $today"),
        ("CURRENT_TIMESTAMP", "use $today", "请用 $today"),
        ("localtimestamp", "use $today", "请用 $today"),
        ("today()", "use $today", "请用 $today"),
        ("random()", "docs/controls.md", "docs/controls.md"),
        ("strftime('%Y', 1)", "docs/controls.md", "docs/controls.md"),
        ("e.n / 2", "`e.n / 2`", "请比较乘积"),
        ("e.n // 2", "compare products", "请比较乘积"),
        ("greatest(e.n, 1)", "CASE WHEN a > b", "CASE WHEN a > b"),
        ("avg(e.n) OVER ()", "averages belong to measures", "平均值属于指标"),
        ("arg_max(e.n, e.day)", "docs/controls.md", "docs/controls.md"),
        ("list(e.n)", "docs/controls.md", "docs/controls.md"),
        ("NVL(e.n, 1)", "`NVL`", "`NVL`"),
        ("IF(e.n = 1, 1, 0)", "`IF`", "`IF`"),
        ("true", "write 1 or 0", "请写 1 或 0"),
        ("w.is_workday = 0", "CASE WHEN … THEN 1 ELSE 0 END", "CASE WHEN … THEN 1 ELSE 0 END"),
        ("e.activity LIKE '%章%'", "compare whole values", "请比较完整的值"),
        ("SUM(e.n = 1) OVER ()", "CASE WHEN … THEN 1 ELSE 0 END", "CASE WHEN … THEN 1 ELSE 0 END"),
        ("COUNT(*) FILTER (WHERE e.n = 1) OVER ()", "CASE WHEN inside the aggregate", "聚合函数内用 CASE WHEN"),
        ("SUM(e.n) OVER (ORDER BY e.sequence)", "ROWS BETWEEN", "ROWS BETWEEN"),
        ("ROW_NUMBER() OVER (ORDER BY e.official_id)", "write NULLS LAST", "写明 NULLS LAST"),
        ("e.n::BIGINT", "write CAST(", "请写 CAST("),
        ("CAST(e.n AS DOUBLE)", "BIGINT or VARCHAR", "BIGINT 或 VARCHAR"),
        ("DATE '2026-01-01'", "BIGINT or VARCHAR", "BIGINT 或 VARCHAR"),
        ("INTERVAL 1 DAY", "the _day and _n columns", "_day 与 _n 列"),
        ("1.5", "whole numbers", "整数"),
        ("COALESCE()", "(COALESCE lacks an argument)", "（COALESCE 缺少参数）"),
        ("COALESCE(e.n)", "give it two or more", "应为两个或更多"),
        ("NULLIF(e.n)", "(NULLIF lacks an argument)", "（NULLIF 缺少参数）"),
        ("ABS(e.n, 1)", "(2 arguments where 1 at most are taken)", "（参数有 2 个，最多 1 个）"),
        ("MIN() OVER ()", "give it exactly one", "应为恰好一个"),
        ("RANK(1) OVER (ORDER BY e.sequence)", "give it none", "应为零个"),
        ("CASE END", "(END is missing after CASE)", "（CASE 之后缺少 END）"),
        ("1 +", "something is missing or too much", "缺少或多出内容"),
        ("$grace", "add it to the header's parameters", "请在头部 parameters 中加上"),
        ("w.workday", "the nearest is 'is_workday'", "最接近的是 'is_workday'"),
    ],
)
def test_what_engines_do_not_share_is_refused_in_its_line(tmp_path: Path, measure: str, en: str, zh: str):
    path = write_control(tmp_path, sql=changed(SQL, "1 - w.is_workday", measure))
    error = refusal(path)
    assert error.place == f"{path}:13"
    assert en in error.text("en")
    assert zh in error.text("zh")


RECURSIVE = "WITH RECURSIVE t AS (SELECT 1 AS x)"


@pytest.mark.parametrize(
    ("old", "new", "line", "en", "zh"),
    [
        ("'flag'", "'flags'", 13, "the nearest is 'flag'", "最接近的是“flag”"),
        ("'flag'", "CASE WHEN e.n = 1 THEN 'flag' ELSE 'week' END", 13, "measure_unit says 'week'", "应为 workday"),
        ("'flag' AS measure_unit", "'flag' AS measure_unit, 'open' AS state", 13, "done, pending, absent", "“open”"),
        ("FROM events", "FROM event", 14, "the nearest is 'events'", "最接近的是 'events'"),
        ("FROM events", "FROM bases", 14, "there is no relation 'bases'", "没有名为 'bases' 的表"),
        ("FROM events", "FROM main.events", 14, "write events alone", "请只写 events"),
        ("FROM events", "FROM 'cases.parquet'", 14, "there is no relation", "没有名为"),
        ("FROM events", "FROM read_csv('cases.csv')", 14, "docs/controls.md", "docs/controls.md"),
        ("LEFT JOIN", "RIGHT JOIN", 15, "write JOIN, LEFT JOIN or FULL JOIN", "LEFT JOIN 或 FULL JOIN"),
        ("LEFT JOIN workdays AS w ON w.day = e.day", "CROSS JOIN workdays AS w", 15, "with ON", "带 ON"),
        ("IS NOT NULL\n", "IS NOT NULL\nLIMIT 5\n", 17, "ROW_NUMBER", "ROW_NUMBER"),
        ("IS NOT NULL\n", "IS NOT NULL\nORDER BY e.day\n", 17, "leave it out", "请删去"),
        ("IS NOT NULL\n", "IS NOT NULL\nQUALIFY e.n = 1\n", 17, "outer SELECT", "外层 SELECT"),
        ("IS NOT NULL\n", "IS NOT NULL\nGROUP BY ALL\n", 17, "docs/controls.md", "docs/controls.md"),
        ("IS NOT NULL\n", "IS NOT NULL;\nSELECT 1\n", 17, "exactly one SELECT", "一个 SELECT"),
        ("IS NOT NULL\n", f"IS NOT NULL\nUNION\n{SQL}", 18, "write UNION ALL", "请写 UNION ALL"),
        ("e.official_id,\n", "\n", 10, "does not return official_id", "没有返回 official_id"),
        ("measure_unit", "measure_unit, e.channel", 10, "drop it", "请删去"),
        ("'flag'", "'flag", 10, "close the quotation mark", "未闭合的引号"),
        ("WHERE", "WHERE AND", 16, "mend it there", "请在该处改正"),
        (SQL, "", 10, "write one SELECT", "写一个 SELECT"),
        (SQL, "DROP TABLE cases", 11, "`DROP` begins no query", "`DROP` 不是查询的开头"),
        (SQL, f"EXPLAIN {SQL}", 11, "`EXPLAIN` begins no query", "`EXPLAIN` 不是查询的开头"),
        (SQL, "CALL pragma_version()", 11, "`CALL` begins no query", "`CALL` 不是查询的开头"),
        (SQL, f"FROM events {SQL}", 11, "`FROM` begins no query", "`FROM` 不是查询的开头"),
        (SQL, f"{SQL}; SET threads = 1", 17, "`SET` begins no query", "`SET` 不是查询的开头"),
        (SQL, "WITH x AS (SELECT 1) DELETE FROM events", 11, "exactly one SELECT", "一个 SELECT"),
        ("SELECT e.case_id", f"{RECURSIVE} SELECT e.case_id", 11, "docs/controls.md", "docs/controls.md"),
    ],
)
def test_a_query_outside_the_contract_is_refused(tmp_path: Path, old: str, new: str, line: int, en: str, zh: str):
    path = write_control(tmp_path, sql=changed(SQL, old, new))
    error = refusal(path)
    assert error.place == f"{path}:{line}"
    assert en in error.text("en")
    assert zh in error.text("zh")


@pytest.mark.parametrize("change", [str.upper, str.title], ids=["upper case", "title case"])
def test_names_of_relations_and_columns_are_taken_in_any_case(tmp_path: Path, change: Callable[[str], str]):
    sql = SQL.replace("events", change("events")).replace("workdays", change("workdays")).replace("step_id", "STEP_ID")
    control = load_control(write_control(tmp_path, sql=sql))
    assert control.reads == {"events", "workdays"}
    assert [differences(e, run_example(control, e, engine)) for e in load_examples(control) for engine in ENGINES] == [
        []
    ] * 8


def test_a_statement_that_is_refused_leaves_no_other_word_on_the_console(tmp_path: Path, capfd, caplog):
    refusal(write_control(tmp_path, sql=f"EXPLAIN {SQL}"))
    assert (capfd.readouterr().err, caplog.text) == ("", "")


PRINCIPLE = "principle: {zh: 如实登记。, en: Acts are recorded truly.}\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "en", "zh"),
    [
        (HEADER, "", 1, "begin the file with /*---", "以 /*--- 开始"),
        ("---*/", "", 1, "end the header with ---*/", "以 ---*/ 结束"),
        ("scope: case", "scope: [case", 9, "check colons, quotes, brackets", "请检查"),
        ("scope: case", "scoop: case", 8, "the nearest is 'scope'", "最接近的是“scope”"),
        (PRINCIPLE, "", 2, "add basis: or principle:", "加上 basis: 或"),
        (", en: A date filled in later is not to be trusted.", "", 5, "why lacks en", "why 缺少 en"),
        ("title: {zh: 休息日办理, en: Act on a rest day}\n", "", 2, "title is missing", "缺少 title"),
        ("phase: after", "phase: later", 7, "before, during, after", "before, during, after"),
        ("yellow: 1", "orange: 1", 9, "notice, warning, yellow, red", "notice, warning, yellow, red"),
        ("{yellow: 1}", "{}", 2, "add for instance bands: {yellow: 1}", "例如 bands: {yellow: 1}"),
        ("id: Q90", "id: Q91", 2, "begin the file's name", "文件名的开头"),
        ("scope: case", "scope: case\nsubject: limits", 2, "the nearest is 'time_limits'", "最接近的是“time_limits”"),
        ("scope: case", "scope: case\nparameters: {today: {type: int, default: 0}}", 2, "another name", "换一个名称"),
    ],
)
def test_a_header_outside_the_contract_is_refused(tmp_path: Path, old: str, new: str, line: int, en: str, zh: str):
    path = write_control(tmp_path, header=changed(HEADER, old, new))
    error = refusal(path)
    assert error.place == f"{path}:{line}"
    assert en in error.text("en")
    assert zh in error.text("zh")


def test_a_control_without_examples_is_refused(tmp_path: Path):
    error = refusal(write_control(tmp_path, examples=None))
    assert "write Q90_rest_day.examples.yaml beside it" in error.text("en")
    assert "请在其旁写 Q90_rest_day.examples.yaml" in error.text("zh")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path):
    path = write_control(tmp_path)
    path.write_bytes(HEADER.encode("gb18030"))
    error = refusal(path)
    assert "save it as UTF-8" in error.text("en")
    assert "请另存为 UTF-8" in error.text("zh")


def test_an_id_belongs_to_one_control(tmp_path: Path):
    write_control(tmp_path / "a")
    write_control(tmp_path / "b")
    with pytest.raises(ControlError, match="give this control another id"):
        load_controls([tmp_path])


def test_a_control_that_is_asked_for_and_not_there_is_named(tmp_path: Path):
    write_control(tmp_path)
    with pytest.raises(ControlError, match="there is no control 'Q91'; choose from Q90"):
        load_controls([tmp_path], only=["Q91"])


def test_the_text_is_part_of_the_hash_and_so_is_what_it_derives_from(tmp_path: Path):
    plain = load_control(write_control(tmp_path))
    other = load_control(write_control(tmp_path, sql=SQL + "-- reworded\n"))
    assert plain.hash != other.hash
