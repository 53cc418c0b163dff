"""What is generated: `python -m zhiheng.cli.pages docs` writes the pages and controls/checked.json (`make docs`)."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from zhiheng.cli.controls_page import control_page, index_page
from zhiheng.cli.measures_page import measure_page, measures_index
from zhiheng.cli.relations_page import relations_page
from zhiheng.core.control import GIVEN, SHIPPED, Control, digest, load_controls
from zhiheng.core.measure import Measure, load_measures


def pages() -> Mapping[str, str]:
    """Each generated page: its path below `docs`, and its text."""
    controls = load_controls()
    made = {f"controls/{control.id}.md": control_page(control, "en") for control in controls}
    measures = load_measures()
    made |= {f"measures/{measure.id}.md": measure_page(measure) for measure in measures}
    return made | {
        "controls/README.md": index_page(controls, "en"),
        "measures/README.md": measures_index(measures),
        "relations.md": relations_page(),
    }


def checks() -> dict[str, list[list[str]]]:
    """What the check says of each shipped control and measure, by the text's SHA-256."""
    from zhiheng.core.portable import checked

    made = {}
    texts: list[Control | Measure] = [*load_controls(), *load_measures()]
    for text in texts:
        said = checked(text.sql, path=str(text.path), first_line=1, parameters=(*GIVEN, *text.header.parameters))
        made[digest(text.path.read_text("utf-8"))] = [list(said.columns), sorted(said.reads), sorted(said.needs)]
    return made


def main(arguments: Sequence[str]) -> None:
    """Write the pages below the folder named; pages of controls and measures that are gone are removed."""
    folder = Path(arguments[0] if arguments else "docs")
    made = pages()
    for room in ("controls", "measures"):
        for old in (folder / room).glob("*.md"):
            if f"{room}/{old.name}" not in made:
                old.unlink()
    for name, text in made.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
    (SHIPPED / "checked.json").write_bytes(msgspec.json.format(msgspec.json.encode(checks()), indent=1) + b"\n")
