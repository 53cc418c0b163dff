"""The pages of the controls and of the relations say what the files say, and what they show has been run."""

import re
from pathlib import Path

import msgspec
import pytest

from zhiheng.cli.controls_page import control_page
from zhiheng.cli.pages import checks, main, pages
from zhiheng.core.control import SHIPPED, load_controls
from zhiheng.core.portable import SPELLED
from zhiheng.core.relations import RELATIONS


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return dict(pages())


def test_the_generated_pages_are_up_to_date(root: Path, made: dict[str, str]):
    kept = {name: (root / "docs" / name) for name in made}
    stale = [name for name, path in kept.items() if not path.exists() or path.read_text("utf-8") != made[name]]
    assert stale == [], "run `make docs`"


def test_what_is_noted_of_a_checked_text_is_what_the_check_says():
    noted = msgspec.json.decode((SHIPPED / "checked.json").read_bytes())
    said = {text: [list(part) for part in answer] for text, answer in checks().items()}
    assert noted
    assert {text: answer for text, answer in noted.items() if said.get(text) != answer} == {}, "run `make docs`"


@pytest.mark.parametrize("room", ["controls", "measures"])
def test_there_is_no_page_of_a_control_or_measure_that_is_gone(root: Path, made: dict[str, str], room: str):
    kept = {f"{room}/{path.name}" for path in (root / "docs" / room).glob("*.md")}
    assert kept == {name for name in made if name.startswith(f"{room}/")}, "run `make docs`"


@pytest.mark.parametrize("control", load_controls(), ids=lambda control: control.id)
def test_a_page_shows_a_case_in_which_the_control_found_something(control, made: dict[str, str]):
    page = made[f"controls/{control.id}.md"]
    demonstration = page.partition("## Demonstration")[2].partition("## All its examples")[0]
    assert f"{control.id} judged" in demonstration
    assert re.search(r"\| (notice|warning|yellow|red) \| (done|pending|absent)", demonstration)


def test_a_page_can_be_had_in_chinese():
    page = control_page(load_controls(only=["T01"])[0], "zh")
    assert page.startswith("# T01 时限已过或临近\n")
    assert "| decision | 21 个工作日 | 20 个工作日 | 红牌 | done | 2026-10-22 |" in page


def test_every_relation_is_on_its_page(made: dict[str, str]):
    headings = re.findall(r"^### (\w+)$", made["relations.md"], re.MULTILINE)
    assert sorted(headings) == sorted(RELATIONS)


def test_the_page_on_controls_lists_every_function_that_is_allowed(root: Path):
    page = (root / "docs" / "controls.md").read_text("utf-8")
    assert [name for name in sorted(SPELLED) if f"`{name}`" not in page] == []


def test_writing_the_pages_removes_what_is_gone(tmp_path: Path):
    (tmp_path / "controls").mkdir()
    (tmp_path / "controls" / "X99.md").write_text("of a control that is gone")
    main([str(tmp_path)])
    assert {path.stem for path in (tmp_path / "controls").iterdir()} == {"README", *(c.id for c in load_controls())}
