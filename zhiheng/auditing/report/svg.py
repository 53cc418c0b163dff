"""The few shapes that the drawings are made of: across in percent, down in pixels."""

from __future__ import annotations

from markupsafe import escape

from zhiheng.auditing.report.text import Text

# The width at which labels are fitted; on a narrow screen they are left out (style.css).
USUAL_WIDTH = 640


def percent(value: float) -> str:
    """A length across, as SVG takes it."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def rect(kind: str, x: float, width: float, y: float, height: float) -> str:
    """A filled box of a kind that the style sheet colours."""
    return (
        f'<rect class="{kind}" x="{percent(x)}" width="{percent(max(width, 0))}"'
        f' y="{y}" height="{height}"/>'
    )


def label(text: Text, x: float, y: float, anchor: str, kind: str) -> list[str]:
    """Words in both languages, escaped; the page shows one."""
    place = f'class="{kind}" x="{percent(x)}" y="{y}" text-anchor="{anchor}"'
    if text.zh == text.en:
        return [f"<text {place}>{escape(text.zh)}</text>"]
    return [
        f'<text lang="zh-CN" {place}>{escape(text.zh)}</text>',
        f'<text lang="en" {place}>{escape(text.en)}</text>',
    ]


def width(text: Text) -> float:
    """About how wide the longer of the two is, in percent of the usual width."""
    return max(_pixels(text.zh), _pixels(text.en)) * 100 / USUAL_WIDTH


def _pixels(value: str) -> float:
    return sum(6.6 if character.isascii() else 12.5 for character in value)


def anchor(x: float, edge: float = 6) -> str:
    """Where a label stands to its point, so that it stays on the page."""
    return "start" if x < edge else "end" if x > 100 - edge else "middle"
