"""What no file may hold: places of one machine, unknown hosts, talk about how the work was done."""

import re
from pathlib import Path

import pytest

from tests.house.pages import ROOT, kept_files

# Where a kept file may point: standards, licences, official sources, and names set aside for examples.
HOSTS = {
    "127.0.0.1",
    "doi.org",
    "example.org",
    "json-schema.org",
    "keepachangelog.com",
    "localhost",
    "semver.org",
    "www.apache.org",
    "www.w3.org",
    "www.xes-standard.org",
}
MACHINE = re.compile(r"(?<![\w.~}>/-])/(?:home|mnt|opt|root|srv|tmp|work)/")
TALK = re.compile(r"\b(?:this|last|next|previous) session\b|\bthe lead (?:will|must)\b", re.IGNORECASE)
URL = re.compile(r"\bhttps?://([^/\s\"'<>)`\\:\]]+)")


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in kept_files():
        try:
            found.append((path.relative_to(ROOT), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:  # a picture or an archive
            continue
    return found


@pytest.mark.parametrize("pattern", [MACHINE, TALK], ids=["places of one machine", "talk about the work"])
def test_no_file_holds(pattern: re.Pattern[str]):
    found = [f"{path}: {match[0]}" for path, text in texts() for match in pattern.finditer(text)]
    assert found == []


def test_every_address_is_one_we_chose():
    found = {f"{path}: {host}" for path, text in texts() for host in URL.findall(text) if host not in HOSTS}
    assert sorted(found) == []


def test_a_place_of_one_machine_is_recognised():
    folder = "/" + "home/me"
    assert MACHINE.search(f"read {folder}/log.xes")
    assert not MACHINE.search("a folder of one's own: docs/home/page")
