"""Shares with their uncertainty: Wilson's interval, and what may be said of two of them.

E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
Statistical Association 22(158), 1927, pp. 209-212, doi:10.1080/01621459.1927.10502953.
"""

from __future__ import annotations

from math import sqrt
from typing import Final, Literal, NamedTuple

from markupsafe import Markup

from zhiheng.auditing.report.svg import percent

Z_95: Final = 1.959963984540054  # the standard normal's 97.5 % quantile
LEAST_CASES: Final = 30

Verdict = Literal["higher", "lower", "open"]


class Share(NamedTuple):
    """How many of how many, with Wilson's 95 % interval; everything possible where there is none."""

    found: int
    cases: int

    @property
    def value(self) -> float:
        """The share itself; 0 of none."""
        return self.found / self.cases if self.cases else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """From where to where the share lies that the record may have come from."""
        if not self.cases:
            return 0.0, 1.0
        n, z2 = self.cases, Z_95 * Z_95
        middle = (self.found + z2 / 2) / (n + z2)
        half = Z_95 / (n + z2) * sqrt(self.found * (n - self.found) / n + z2 / 4)
        low = 0.0 if not self.found else middle - half
        high = 1.0 if self.found == n else middle + half
        return low, high

    @property
    def few(self) -> bool:
        """Too few cases to be compared."""
        return self.cases < LEAST_CASES

    def plus(self, other: Share) -> Share:
        """Both together."""
        return Share(self.found + other.found, self.cases + other.cases)

    def against(self, other: Share) -> Verdict:
        """Higher or lower where the intervals part, else open."""
        (low, high), (low_other, high_other) = self.interval, other.interval
        if low > high_other:
            return "higher"
        return "lower" if high < low_other else "open"

    @property
    def told(self) -> str:
        """As in 12.3%."""
        return f"{self.value:.1%}"

    @property
    def told_interval(self) -> str:
        """As in 10.2–14.8%."""
        low, high = self.interval
        return f"{100 * low:.1f}–{100 * high:.1f}%"


def scale_for(shares: list[Share]) -> float:
    """The right end of an axis that holds these intervals: a round share up to 1."""
    most = max((share.interval[1] for share in shares), default=1.0)
    return next(edge for edge in (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if most <= edge)


def interval_chart(shares: list[Share], end: float, reference: float | None = None) -> Markup:
    """Intervals on one axis from 0 to ``end``, one beneath the other; the numbers stand beside it."""
    parts = [f'<line class="grid-line" x1="{x}%" x2="{x}%" y1="0" y2="100%"/>' for x in range(0, 101, 25)]
    if reference is not None:
        at = percent(100 * reference / end)
        parts.append(f'<line class="reference" x1="{at}" x2="{at}" y1="0" y2="100%"/>')
    for place, share in enumerate(shares):
        low, high = (percent(100 * edge / end) for edge in share.interval)
        y = 9 + 14 * place
        parts += [
            f'<line class="interval i{place}" x1="{low}" x2="{high}" y1="{y}" y2="{y}"/>',
            *(f'<line class="interval i{place}" x1="{x}" x2="{x}" y1="{y - 4}" y2="{y + 4}"/>' for x in (low, high)),
            f'<circle class="share i{place}" cx="{percent(100 * share.value / end)}" cy="{y}" r="4"/>',
        ]
    return Markup('<svg class="intervals" aria-hidden="true" height="{}">{}</svg>').format(
        4 + 14 * len(shares), Markup("".join(parts))  # noqa: S704 - numbers and our own words only
    )
