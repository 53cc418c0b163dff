"""Files, their ids and what they extend: which document is a power on which day."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from zhiheng.core.catalogue.dated import Span
from zhiheng.core.catalogue.layers import MOST_LAYERS, Checked, Layer, checked, too_deep
from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.catalogue.reading import Source, read_source
from zhiheng.core.errors import CatalogueError

LAW = Path(__file__).resolve().parents[2] / "law"

_PACK = "law/"
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*")


class Edition(NamedTuple):
    """A document and the days on which it is the power."""

    span: Span
    layer: Layer


class Library:
    """The documents of one folder, by id, and the law packs that they extend, each read once."""

    def __init__(self, documents: Iterable[Checked], *, jurisdiction: str | None, law: Path) -> None:
        self._jurisdiction = jurisdiction
        self._law = law
        self._packs: dict[Path, Edition] = {}
        self._editions: dict[str, tuple[Edition, ...]] = {}
        self._by_id: dict[str, list[Checked]] = {}
        for own in documents:
            self._by_id.setdefault(own.source.data["id"], []).append(own)

    @property
    def ids(self) -> tuple[str, ...]:
        """The powers, in the order of their files."""
        return tuple(self._by_id)

    def editions(self, power_id: str, chain: tuple[str, ...] = ()) -> tuple[Edition, ...]:
        """What the power is, from its first day to its last; no two editions share a day.

        Raises CatalogueError where what it extends is not there or comes back to it, or where two
        files begin on one day.
        """
        if power_id not in self._editions:
            files = [self._of_file(own, (*chain, power_id)) for own in self._by_id[power_id]]
            self._editions[power_id] = _in_order(power_id, files)
        return self._editions[power_id]

    def _of_file(self, own: Checked, chain: tuple[str, ...]) -> list[Edition]:
        extends = own.source.data.get("extends")
        if extends is None:
            return [Edition(Span(own.first or date.min, own.last), Layer(own, None))]
        if len(chain) > MOST_LAYERS:
            raise too_deep(own.source)
        if extends in chain:
            raise CatalogueError(
                own.source.at("extends"),
                en=f"the documents extend each other ({' → '.join((*chain, extends))}); let one stand alone",
                zh=f"文档互相继承（{' → '.join((*chain, extends))}）；请让其中一个独立",
            )
        if extends.startswith(_PACK):
            parents: Sequence[Edition] = (self._pack(extends, own, chain),)
        elif extends in self._by_id:
            parents = self.editions(extends, chain)
        else:
            end = hint(extends, self._by_id)
            raise CatalogueError(
                own.source.at("extends"),
                en=f"there is no power '{extends}' in this catalogue; {end.en} (a law pack: law/name)",
                zh=f"清单中没有职权“{extends}”；{end.zh}（法律模板写作 law/名称）",
            )
        return _under(parents, own)

    def _pack(self, name: str, own: Checked, chain: tuple[str, ...]) -> Edition:
        jurisdiction = own.source.data.get("jurisdiction") or self._jurisdiction
        if jurisdiction is None:
            raise CatalogueError(
                own.source.at("extends"),
                en=f"it is not known whose {name} is meant; add jurisdiction: …",
                zh=f"无法确定 {name} 属于哪个法域；请补上 jurisdiction",
            )
        stem = name.removeprefix(_PACK)
        if not _SLUG.fullmatch(stem) or not _SLUG.fullmatch(jurisdiction):
            raise CatalogueError(
                own.source.at("extends"),
                en=f"'{name}' of '{jurisdiction}' is no name of a law pack; use letters, digits, - and _",
                zh=f"“{jurisdiction}”的“{name}”不是法律模板名称；请使用字母、数字、- 与 _",
            )
        path = self._law / jurisdiction / f"{stem}.yaml"
        if path not in self._packs:
            if not path.is_file():
                known = [found.stem for found in (self._law / jurisdiction).glob("*.yaml")]
                end = hint(stem, known)
                raise CatalogueError(
                    own.source.at("extends"),
                    en=f"there is no law pack '{name}' for '{jurisdiction}'; {end.en}",
                    zh=f"法域“{jurisdiction}”没有法律模板“{name}”；{end.zh}",
                )
            pack = checked(read_source(path, f"law/{jurisdiction}/{stem}.yaml"))
            self._packs[path] = self._of_pack(pack, jurisdiction, (*chain, name))
        return self._packs[path]

    def _of_pack(self, pack: Checked, jurisdiction: str, chain: tuple[str, ...]) -> Edition:
        """A pack extends only packs of its own jurisdiction, and so has one edition."""
        extends = pack.source.data.get("extends")
        if extends is not None and not extends.startswith(_PACK):
            raise CatalogueError(
                pack.source.at("extends"),
                en=f"a law pack extends law packs only, not '{extends}'; write law/name",
                zh=f"法律模板只能继承法律模板，不能继承“{extends}”；请写 law/名称",
            )
        data = {**pack.source.data, "jurisdiction": jurisdiction}
        named = pack._replace(source=Source(pack.source.place, data, pack.source.text))
        return self._of_file(named, chain)[0]


def _under(parents: Sequence[Edition], own: Checked) -> list[Edition]:
    """The document over each edition of its parent; its own validity goes before the parent's."""
    first = own.first or parents[0].span.first
    last = own.last if own.last is not None else parents[-1].span.last
    if last is not None and last < first:
        raise CatalogueError(
            own.source.at("valid_from"),
            en=f"it begins on {first} and what it extends ends on {last}; add valid_to",
            zh=f"本文档自 {first} 起，而所继承的文档至 {last} 止；请补上 valid_to",
        )
    made = []
    for number, parent in enumerate(parents):
        begins = first if number == 0 else max(first, parent.span.first)
        ends = last if number == len(parents) - 1 else _earlier(last, parent.span.last)
        if ends is None or begins <= ends:
            made.append(Edition(Span(begins, ends), Layer(own, parent.layer)))
    return made


def _earlier(one: date | None, other: date | None) -> date | None:
    days = [day for day in (one, other) if day is not None]
    return min(days) if days else None


def _in_order(power_id: str, files: list[list[Edition]]) -> tuple[Edition, ...]:
    """All editions in the order of days; a later file ends the one before it."""
    files.sort(key=lambda editions: editions[0].span.first)
    made: list[Edition] = []
    for number, editions in enumerate(files):
        if number + 1 == len(files):
            made += editions
            continue
        follower = files[number + 1][0]
        if follower.span.first == editions[0].span.first:
            raise CatalogueError(
                follower.layer.source.at("valid_from"),
                en=f"'{power_id}' begins on {follower.span.first} in {editions[0].layer.source.place} too;"
                " give the files different valid_from, or different ids",
                zh=f"{editions[0].layer.source.place} 中的“{power_id}”也自 {follower.span.first} 起；"
                "请为两个文件写不同的 valid_from 或不同的 id",
            )
        end = follower.span.first - timedelta(days=1)
        for edition in editions:
            last = end if edition.span.last is None else min(end, edition.span.last)
            if edition.span.first <= last:
                made.append(Edition(Span(edition.span.first, last), edition.layer))
    return tuple(made)
