"""`python -m tests.house.messages`: what the service says, from its code and templates into the English catalogue.

Chinese is the language of the code. What is new in the catalogue has no translation yet, and a test fails until it has.
"""

import io
import tokenize
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "zhiheng" / "config" / "locale" / "en" / "LC_MESSAGES" / "django.po"
_CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_PLURALS = {"ngettext", "ngettext_lazy"}
_HEADER = {
    "Content-Type": "text/plain; charset=UTF-8", "Language": "en", "Plural-Forms": "nplurals=2; plural=(n != 1);",
}  # fmt: skip


def messages() -> dict[tuple[str, str], list[str]]:
    """Message and plural (empty where there is none), with the files that they stand in."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in sorted((ROOT / "zhiheng").rglob("*")):
        if path.suffix not in {".py", ".html"} or "migrations" in path.parts:
            continue
        text = path.read_text("utf-8")
        code = text if path.suffix == ".py" else templatize(text)
        if path.suffix == ".py" and "django.utils.translation" not in text:
            continue
        for said in _said(code):
            places = found.setdefault(said, [])
            if (name := path.relative_to(ROOT).as_posix()) not in places:
                places.append(name)
    return found


def _said(code: str) -> Iterator[tuple[str, str]]:
    """The texts of every call of gettext's, in the order of the code."""
    tokens = [
        token for token in tokenize.generate_tokens(io.StringIO(f"({code}\n)").readline)
        if token.type not in {tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT}
    ]  # fmt: skip
    for place, token in enumerate(tokens):
        if token.type == tokenize.NAME and token.string in _CALLS | _PLURALS and tokens[place + 1].string == "(":
            first, after = _text(tokens, place + 2)
            second = _text(tokens, after + 1)[0] if token.string in _PLURALS else ""
            if first:
                yield first, second


def _text(tokens: list[tokenize.TokenInfo], place: int) -> tuple[str, int]:
    parts = []
    while tokens[place].type == tokenize.STRING:
        parts.append(str(literal_eval(tokens[place].string)))
        place += 1
    return "".join(parts), place


def main() -> None:
    """Bring the catalogue up to date, and compile it."""
    there = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else []
    kept = {(entry.msgid, entry.msgid_plural): entry for entry in there}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = _HEADER
    for (message, plural), places in messages().items():
        entry = kept.get((message, plural)) or polib.POEntry(msgid=message, msgid_plural=plural)
        entry.occurrences = [(place, "") for place in places]
        catalogue.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    print(f"{len(catalogue)} messages, {len(catalogue.untranslated_entries())} without a translation")  # noqa: T201


if __name__ == "__main__":
    main()
