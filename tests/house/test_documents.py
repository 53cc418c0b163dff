"""The pages stay true: links, commands, decisions and figures."""

import json
import re
from pathlib import Path

import pytest
import typer

from tests.house.pages import ROOT, anchors, blocks, kept_files, links, pages, prose

TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
FIGURE = re.compile(r"<!-- figure: (?P<name>[^ ]+) -->(?P<shown>.*?)<!-- /figure -->")


def commands() -> set[str]:
    """Every command of the program, as it is typed: "audit", "controls list"."""
    from zhiheng.cli.app import app  # noqa: PLC0415 - so that a broken command line fails its own tests only

    found = set()
    for name, command in typer.main.get_group(app).commands.items():
        below = getattr(command, "commands", None)
        found |= {f"{name} {inner}" for inner in below} if below else {name}
    return found


def typed(page: Path, program: str) -> list[str]:
    """What follows the program's name in the page's code."""
    code = [block.text for block in blocks(page)]
    code += re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))
    call = re.compile(rf"^\s*{program} ([a-z][a-z ]*)", re.MULTILINE)
    return [found for text in code for found in call.findall(text)]


def test_every_internal_link_resolves():
    broken = []
    for page in pages():
        for target in links(page):
            name, _, heading = target.partition("#")
            if "://" in target or name.startswith("mailto:"):
                continue
            there = (page.parent / name).resolve() if name else page
            if not there.exists() or (heading and heading not in anchors(there)):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_every_make_command_on_a_page_exists():
    named = {(page.name, word) for page in pages() for tail in typed(page, "make") for word in tail.split()}
    assert named
    assert [pair for pair in named if pair[1] not in TARGETS] == []


def test_every_zhiheng_command_on_a_page_exists():
    known = commands()
    said = [(page.name, tail.strip()) for page in pages() for tail in typed(page, "zhiheng")]
    assert said
    assert [pair for pair in said if not any(pair[1].startswith(name) for name in known)] == []


def test_every_page_that_a_message_sends_people_to_exists():
    page = re.compile(r"\b(?:docs/[\w./-]+|CONTRIBUTING[\w.]*)\.md")
    files = [path for path in kept_files("zhiheng") if path.suffix != ".mo"]
    named = {(path.name, name) for path in files for name in page.findall(path.read_text(encoding="utf-8"))}
    assert [pair for pair in sorted(named) if not (ROOT / pair[1]).exists()] == []


def test_every_command_is_on_a_page():
    everything = "\n".join(page.read_text(encoding="utf-8") for page in pages())
    silent = [name for name in sorted(commands()) if f"zhiheng {name}" not in everything]
    assert silent == []


def test_both_readmes_open_with_the_two_commands():
    for name in ("README.md", "README.zh.md"):
        first = next(block for block in blocks(ROOT / name) if block.language == "sh")
        commands_on_top = [line.split("#")[0].strip() for line in first.text.splitlines()]
        assert commands_on_top == ["make demo", "make test"], name


def test_the_readmes_show_the_same_examples():
    english, chinese = (
        [block for block in blocks(ROOT / name) if block.name or "zhiheng" in block.text]
        for name in ("README.md", "README.zh.md")
    )
    assert len(english) > 1
    assert [(b.language, b.name, b.text) for b in english] == [(b.language, b.name, b.text) for b in chinese]


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    records = {path.name for path in folder.glob("[0-9]*.md")}
    assert records == set(links(folder / "README.md"))


def test_every_decision_says_context_decision_consequences():
    for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")):
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], path.name


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(len(numbers)))


def measured(name: str) -> float:
    """The figure in benchmarks/results: the file's name, then its keys, joined by dots."""
    stem, *keys = name.split(".")
    node = json.loads((ROOT / "benchmarks" / "results" / f"{stem}.json").read_text(encoding="utf-8"))
    for key in keys:
        node = node[int(key)] if isinstance(node, list) else node[key]
    return float(node)


def rounded_like(value: float, shown: str) -> str:
    """The value with as many decimals, and thousands parted or not, as the page shows."""
    decimals = len(shown.partition(".")[2])
    return f"{value:,.{decimals}f}" if "," in shown else f"{value:.{decimals}f}"


def test_every_quoted_figure_was_measured():
    wrong = [
        f"{page.relative_to(ROOT)}: {match['name']} is {value}, not {match['shown']}"
        for page in pages()
        for match in FIGURE.finditer(prose(page))
        if match["shown"] != (value := rounded_like(measured(match["name"]), match["shown"]))
    ]
    assert wrong == []


@pytest.mark.parametrize(("value", "shown"), [(12.34, "12.3"), (49772, "49,772"), (0.95, "1"), (3.0, "3.00")])
def test_a_figure_is_rounded_to_the_digits_shown(value: float, shown: str):
    assert rounded_like(value, shown) == shown
