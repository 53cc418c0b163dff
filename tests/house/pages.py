"""The Markdown pages of the house: which they are, their links, headings and fenced blocks."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(?P<text>.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: the language and the word after it (a file name, or ``output``)."""

    page: Path
    line: int
    language: str
    name: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def kept_files(*under: str) -> list[Path]:
    """Every file that git keeps or would keep, so that a new file is judged before it is added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *under]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    paths = {ROOT / line for line in listed.stdout.splitlines()}
    return sorted(path for path in paths if path.is_file())


def pages() -> list[Path]:
    """The Markdown files that git keeps."""
    return [path for path in kept_files() if path.suffix == ".md"]


def blocks(page: Path) -> list[Block]:
    """The page's fenced blocks, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        language, _, name = match["info"].strip().partition(" ")
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(page, line, language, name.strip(), match["text"]))
    return found


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> list[str]:
    """The targets of the page's links."""
    return [match["target"] for match in _LINK.finditer(prose(page))]


def anchors(page: Path) -> set[str]:
    """The names that a link to a heading of the page may use, formed as code hosts form them."""
    made = set()
    for match in _HEADING.finditer(prose(page)):
        words = re.sub(r"[^\w\- ]", "", match["text"].lower())
        made.add(words.replace(" ", "-"))
    return made
