"""The package, its public description and its changelog tell one story."""

import re
import tomllib

import yaml

import zhiheng
from tests.house.pages import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PUBLIC = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def test_the_version_is_said_once():
    assert zhiheng.__version__ == PROJECT["version"]


def test_the_changelog_opens_with_what_is_unreleased():
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"


def test_publiccode_has_the_keys_that_the_standard_asks_for():
    asked = {
        "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType",
        "description", "legal", "maintenance", "localisation",
    }  # fmt: skip
    assert asked <= set(PUBLIC)
    assert PUBLIC["legal"]["license"] == PROJECT["license"]
    assert PUBLIC["maintenance"]["contacts"]


def test_publiccode_describes_the_software_in_every_language_it_speaks():
    assert sorted(PUBLIC["localisation"]["availableLanguages"]) == ["en", "zh"]
    assert sorted(PUBLIC["description"]) == ["en", "zh"]


def test_publiccode_keeps_to_the_lengths_of_the_standard():
    for language, said in PUBLIC["description"].items():
        assert 0 < len(said["shortDescription"]) <= 150, language
        assert 150 <= len(said["longDescription"]) <= 10_000, language
        assert said["features"], language
