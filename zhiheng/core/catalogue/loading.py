"""A folder of power documents, or documents given as data, into a Catalogue."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from zhiheng.core.catalogue import compiling, lint
from zhiheng.core.catalogue.checking import document
from zhiheng.core.catalogue.compiling import Row
from zhiheng.core.catalogue.context import CatalogueWarning, Context
from zhiheng.core.catalogue.dated import Span, spans
from zhiheng.core.catalogue.document import Document
from zhiheng.core.catalogue.expanding import expand
from zhiheng.core.catalogue.given import source_of
from zhiheng.core.catalogue.inheritance import in_force
from zhiheng.core.catalogue.layers import Checked, checked
from zhiheng.core.catalogue.lineage import LAW, Edition, Library
from zhiheng.core.catalogue.power import Power
from zhiheng.core.catalogue.reading import Source, read_source, source_of_text
from zhiheng.core.errors import CatalogueError
from zhiheng.core.relations import CATALOGUE, INTERNAL

Report = Callable[[CatalogueError], None]


@dataclass(frozen=True)
class PowerVersion:
    """A power from its first day through its last, as written (merged) and written out in full.

    Days since 1970-01-01; None: always, and still.
    """

    power_id: str
    version: str
    valid_from_day: int | None
    valid_to_day: int | None
    document: Document
    power: Power


@dataclass(frozen=True)
class Catalogue:
    """Rows for every catalogue relation, in column order, and the versions that they come from."""

    rows: Mapping[str, list[Row]]
    versions: tuple[PowerVersion, ...]
    warnings: tuple[CatalogueWarning, ...]


@dataclass(frozen=True)
class Check:
    """All that is wrong and all that is doubtful in a catalogue; one error for each document at least."""

    errors: tuple[CatalogueError, ...]
    warnings: tuple[CatalogueWarning, ...]
    powers: int


def load_catalogue(
    folder: Path,
    *,
    jurisdiction: str | None = None,
    currency_digits: int = 2,
    known_dates: Collection[str] = (),
    law: Path = LAW,
) -> Catalogue:
    """The documents of a folder (a city's, or its ``powers``), read recursively in the order of names.

    ``known_dates`` are the names of the dates that the log's cases carry.
    Raises CatalogueError for the first thing that is wrong.
    """
    sources = _read_folder(folder, _raise)
    library = Library(_checked(sources, _raise), jurisdiction=jurisdiction, law=law)
    return _load(library, jurisdiction, currency_digits, known_dates, _raise)


def load_powers(
    documents: Sequence[Mapping[str, Any] | Document],
    *,
    jurisdiction: str | None = None,
    currency_digits: int = 2,
    known_dates: Collection[str] = (),
    law: Path = LAW,
    place: str = "powers",
) -> Catalogue:
    """Documents given as data, as YAML or JSON would have them; ``place`` begins every error.

    Raises CatalogueError for the first thing that is wrong.
    """
    sources = [source_of(given, f"{place}: document {number}") for number, given in enumerate(documents, start=1)]
    library = Library(_checked(sources, _raise), jurisdiction=jurisdiction, law=law)
    return _load(library, jurisdiction, currency_digits, known_dates, _raise)


def check_catalogue(
    folder: Path,
    *,
    jurisdiction: str | None = None,
    currency_digits: int = 2,
    known_dates: Collection[str] = (),
    law: Path = LAW,
) -> Check:
    """Everything that is wrong or doubtful in a folder, where ``load_catalogue`` stops at the first."""
    found: dict[str, CatalogueError] = {}

    def keep(error: CatalogueError) -> None:
        found.setdefault(str(error), error)

    sources = _read_folder(folder, keep)
    library = Library(_checked(sources, keep), jurisdiction=jurisdiction, law=law)
    catalogue = _load(library, jurisdiction, currency_digits, known_dates, keep)
    return Check(tuple(found.values()), catalogue.warnings, len(library.ids))


def check_texts(
    texts: Mapping[str, str],
    *,
    jurisdiction: str | None = None,
    currency_digits: int = 2,
    known_dates: Collection[str] = (),
    law: Path = LAW,
) -> tuple[Catalogue, Check]:
    """Documents as written, by their places: what can be loaded of them, and everything that is wrong or doubtful.

    A document that is wrong has no rows and no version; the others have theirs.
    """
    found: dict[str, CatalogueError] = {}

    def keep(error: CatalogueError) -> None:
        found.setdefault(str(error), error)

    sources = []
    for place, text in texts.items():
        try:
            sources.append(source_of_text(text, place))
        except CatalogueError as error:
            keep(error)
    library = Library(_checked(sources, keep), jurisdiction=jurisdiction, law=law)
    catalogue = _load(library, jurisdiction, currency_digits, known_dates, keep)
    return catalogue, Check(tuple(found.values()), catalogue.warnings, len(library.ids))


def _raise(error: CatalogueError) -> NoReturn:
    raise error


def _read_folder(folder: Path, report: Report) -> list[Source]:
    root = folder / "powers" if (folder / "powers").is_dir() else folder
    paths = sorted(path for path in root.rglob("*") if path.suffix in (".yaml", ".yml"))
    if not paths:
        report(
            CatalogueError(
                str(folder),
                en="it holds no power document (*.yaml); add powers/<name>.yaml as docs/powers.md shows",
                zh="其中没有职权文档（*.yaml）；请按 docs/powers.md 添加 powers/<名称>.yaml",
            )
        )
    sources = []
    for path in paths:
        try:
            sources.append(read_source(path, path.relative_to(root.parent).as_posix()))
        except CatalogueError as error:
            report(error)
    return sources


def _checked(sources: Iterable[Source], report: Report) -> list[Checked]:
    made = []
    for source in sources:
        try:
            _check_top(source)
            made.append(checked(source))
        except CatalogueError as error:
            report(error)
    return made


def _check_top(source: Source) -> None:
    """A power has an id, and steps of its own or something it extends."""
    power_id = source.data.get("id")
    if power_id is None:
        raise CatalogueError(
            source.at(),
            en="the document has no `id`; add one, as in id: licence.building",
            zh="文档缺少“id”；请补上，例如 id: licence.building",
        )
    if isinstance(power_id, str) and power_id.startswith("law/"):
        raise CatalogueError(
            source.at("id"),
            en=f"'{power_id}' looks like a law pack; let the id begin otherwise",
            zh=f"“{power_id}”与法律模板的写法相同；请改用其他 id",
        )
    if "steps" not in source.data and "extends" not in source.data:
        raise CatalogueError(
            source.at(),
            en="the document has neither steps nor extends; add one of them",
            zh="文档既无 steps 也无 extends；请补上其一",
        )


def _load(
    library: Library, jurisdiction: str | None, digits: int, known_dates: Collection[str], report: Report
) -> Catalogue:
    rows: dict[str, list[Row]] = {name: [] for name in (*CATALOGUE, *INTERNAL)}
    versions: list[PowerVersion] = []
    warnings: dict[CatalogueWarning, None] = {}
    dates = frozenset(known_dates)
    for power_id in library.ids:
        held: list[tuple[Span, PowerVersion]] = []
        try:
            for edition in library.editions(power_id):
                held += _versions(edition, power_id, jurisdiction, digits, dates, report, warnings)
        except CatalogueError as error:
            report(error)
            continue
        for span, version in held:
            for name, made in compiling.rows(version.power, span):
                rows[name] += made
        rows["holders"] += compiling.holder_rows(power_id, ((span, v.power.holders) for span, v in held))
        versions += [version for _, version in held]
    return Catalogue(rows, tuple(versions), tuple(warnings))


def _versions(
    edition: Edition,
    power_id: str,
    jurisdiction: str | None,
    digits: int,
    dates: frozenset[str],
    report: Report,
    warnings: dict[CatalogueWarning, None],
) -> list[tuple[Span, PowerVersion]]:
    layer = edition.layer
    pieces = [(span, layer.on(span.first)) for span in spans(edition.span, layer.breaks)]
    every = {str(step["id"]) for _, data in pieces for step in data.get("steps", ())}
    made = []
    for span, data in pieces:
        written = document(in_force(data, span.first), layer.source)
        context = Context(layer.where, {step.id for step in written.steps}, every, dates, digits)
        power = expand(written, context, power_id, jurisdiction)
        for error in lint.errors(power, written, context):
            report(error)
        warnings |= dict.fromkeys(lint.warnings(power, written, context))
        made.append((span, PowerVersion(power_id, span.first.isoformat(), *compiling.valid(span), written, power)))
    return made
