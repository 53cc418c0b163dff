"""What we stand on: exact, lean, and free to pass on."""

import re
import tomllib
from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.pages import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = PROJECT["project"]["dependencies"]
EXTRAS = [text for extra in PROJECT["project"]["optional-dependencies"].values() for text in extra]
DEVELOPMENT = PROJECT["dependency-groups"]["dev"]


def closure(requirements: list[str]) -> set[str]:
    """The names of all packages that the requirements bring on this machine."""
    found: set[str] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in found or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        waiting += [Requirement(text) for text in distribution(name).requires or []]
    return found


def licence(name: str) -> str:
    """Everything that the package's metadata says about its licence."""
    about = distribution(name).metadata
    fields = ("License-Expression", "License", "Classifier")
    said = [line for field in fields for line in about.get_all(field, [])]
    return " ".join(line for line in said if "licen" in line.lower() or "::" not in line)


def test_every_package_is_pinned_exactly():
    pins = PROJECT["tool"]["uv"]["constraint-dependencies"]
    pinned = {canonicalize_name(Requirement(pin).name) for pin in pins}
    assert sorted(closure(RUNTIME + EXTRAS + DEVELOPMENT) - pinned - {"zhiheng"}) == []
    assert [pin for pin in pins if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", pin)] == []


def test_the_core_needs_no_data_frame_and_no_web_framework():
    assert closure(RUNTIME) & {"django", "numpy", "pandas", "psycopg", "pyarrow", "pyspark"} == set()


def test_nothing_we_ship_with_is_under_gpl_or_agpl():
    strict = re.compile(r"\bA?GPL|(?<!Lesser )General Public", re.IGNORECASE)
    assert {name: licence(name) for name in closure(RUNTIME + EXTRAS) if strict.search(licence(name))} == {}


def test_no_lock_file_with_addresses_is_kept():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "uv.lock" in ignored
