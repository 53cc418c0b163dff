"""Every sentence of the service has an English translation that somebody wrote, and none is left over."""

import re

import polib
import pytest

from tests.house.messages import CATALOGUE, messages

FIELD = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_the_catalogue_holds_what_the_service_says_and_nothing_else(catalogue):
    assert {(entry.msgid, entry.msgid_plural) for entry in catalogue} == set(messages())


def test_nothing_is_untranslated_or_unreviewed(catalogue):
    assert [entry.msgid for entry in [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]] == []


def test_a_translation_fills_in_what_the_sentence_fills_in(catalogue):
    for entry in catalogue:
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            assert set(FIELD.findall(text)) == set(FIELD.findall(entry.msgid)), entry.msgid


def test_what_is_read_at_run_time_is_the_catalogue_compiled(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {(e.msgid, e.msgstr, str(e.msgstr_plural)) for e in compiled} == {
        (e.msgid, e.msgstr, str(e.msgstr_plural)) for e in catalogue
    }
