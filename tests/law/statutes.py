"""The statutes in ZHIHENG_DATA/law: one file a law; an article has paragraphs (款) and items (项)."""

import re
from pathlib import Path

_NUMBERS = "一二三四五六七八九"
_HEADING = re.compile(r"第([一二三四五六七八九十百零]+)条\s+(.*)")
_REFERENCE = re.compile(r"第([一二三四五六七八九十百零]+)(条|款|项)")


def in_chinese(number: int) -> str:
    """A number from 1 to 99 as statutes write it: 15 is 十五, 90 九十."""
    tens, ones = divmod(number, 10)
    return _NUMBERS[tens - 1 : tens] * (tens > 1) + "十" * (tens > 0) + _NUMBERS[ones - 1 : ones] * (ones > 0)


def statute(folder: Path, law: str) -> dict[str, list[str]]:
    """The lines of each article of a law, by its number in Chinese; empty if the folder has no such law."""
    articles: dict[str, list[str]] = {}
    for path in folder.glob(f"{law.removeprefix('中华人民共和国')}(*).md"):
        lines: list[str] = []
        for line in filter(None, path.read_text(encoding="utf-8").splitlines()):
            if heading := _HEADING.match(line):
                lines = articles.setdefault(heading[1], [])
                lines.append(heading[2])
            elif line.startswith("#"):
                lines = []  # a chapter's title belongs to no article
            else:
                lines.append(line)
    return articles


def words(articles: dict[str, list[str]], reference: str) -> str:
    """What 第三十二条第一款第四项 and the like point at; empty if any part of it points at nothing."""
    parts = _REFERENCE.findall(reference)
    article, *rest = parts
    paragraphs: list[list[str]] = []
    for line in articles.get(article[0], []):
        if line.startswith("（") and paragraphs:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    for number, kind in rest:
        if kind == "款":
            paragraphs = [lines for place, lines in enumerate(paragraphs, 1) if in_chinese(place) == number]
    lines = [line for paragraph in paragraphs for line in paragraph]
    items = [number for number, kind in rest if kind == "项"]
    if not items:
        return "".join(lines)
    found = {number: line for number in items for line in lines if line.startswith(f"（{number}）")}
    return "".join(found.values()) if len(found) == len(items) else ""
