"""The floors hold, the closed lists stay closed, data stays data, and starting is quick."""

import ast
import inspect
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import zhiheng
from tests.house.pages import ROOT, kept_files
from zhiheng.core import errors

MODULES = [path for path in kept_files("zhiheng") if path.suffix == ".py"]
LONGEST = 400


def test_import_contracts_are_kept():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_core_and_the_top_level_are_closed_lists():
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layered = [c for c in table["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    assert {c["containers"][0]: c["exhaustive"] for c in layered} == {"zhiheng": True, "zhiheng.core": True}


def test_controls_and_law_hold_no_python():
    data = [ROOT / "zhiheng" / name for name in ("controls", "law", "measures")]
    assert [path for path in MODULES if any(folder in path.parents for folder in data)] == []


def test_cities_hold_no_python():
    assert [path for path in kept_files("cities") if path.suffix == ".py"] == []


def test_no_module_is_too_long_to_read_in_one_sitting():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_module_is_a_drawer():
    drawers = {"base", "common", "helpers", "misc", "util", "utils"}
    named_by_django = {ROOT / "zhiheng" / "config" / "sqlite" / "base.py"}
    assert [path for path in MODULES if path.stem in drawers and path not in named_by_django] == []


# Where the service meets the world: pages, logins, commands, work in the background, and the record's own note of when
# something arrived.
MEETS_THE_WORLD = {"views", "views.py", "middleware.py", "management", "eventlog.py", "tasks.py", "running.py"}


def test_only_what_meets_the_world_asks_the_clock():
    asked = {"now", "today", "utcnow"}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        if ROOT / "zhiheng" / "cli" not in path.parents and not MEETS_THE_WORLD & set(path.parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in asked
    ]
    assert found == []


def test_the_public_face_is_pinned():
    types = ["Audit", "Calendar", "Catalogue", "City", "Control", "Finding", "LiveChecker", "Measured", "Replay"]
    errors_of_ours = ["InputError", "ZhihengError"]
    loading = ["load_calendar", "load_catalogue", "load_city", "load_controls"]
    calls = ["audit", *loading, "measure", "microseconds", "replay"]
    assert zhiheng.__all__ == sorted(types + errors_of_ours + calls)


@pytest.mark.parametrize("name", zhiheng.__all__)
def test_every_public_name_can_be_had(name: str):
    assert getattr(zhiheng, name).__name__ == name


def test_a_name_that_is_not_there_says_what_is():
    with pytest.raises(AttributeError, match="it has Audit, "):
        _ = zhiheng.audti


def test_every_error_of_ours_ends_in_error():
    ours = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]
    assert len(ours) > 1
    assert [kind.__name__ for kind in ours if not kind.__name__.endswith("Error")] == []


def test_every_error_of_ours_is_drawn_in_the_tree():
    ours = [name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]
    assert [name for name in ours if name not in (errors.__doc__ or "")] == []


def test_starting_the_program_loads_no_engine():
    heavy = "{'duckdb', 'jinja2', 'nanoarrow', 'sqlglot'}"
    program = f"import sys, zhiheng.cli.app; print(sorted({heavy} & set(sys.modules)))"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
