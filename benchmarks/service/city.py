"""An invented city of a real one's size: powers, officials, posts; the same each time."""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

UNITS, POWERS, FLOWS, OFFICIALS, POSTS = 400, 3_300, 5_800, 5_000, 40_000
_MAIN_OFFICES, _CITY_UNITS = 40, 100
_SUBJECTS = ("食品", "药品", "道路", "河道", "林地", "矿产", "排污", "燃气", "广告", "特种设备", "民办学校")
_THINGS = ("经营", "生产", "设置", "占用", "采伐", "运输", "储存", "改造", "拆除", "变更", "延续", "检测", "销售")
_TYPES = ("licence", "penalty", "coercion", "levy", "payment", "inspection", "confirmation", "reward", "other")
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张", "某甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def documents() -> Iterator[tuple[str, str]]:
    """Id and text of each document: 3,300 powers; 2,500 of them have a second flow, in force from 2025 on."""
    random = Random(7)  # noqa: S311 - figures, not secrets
    for number in range(POWERS):
        unit = random.randrange(1, UNITS)
        kind = _TYPES[number % len(_TYPES)]
        title = f"{random.choice(_SUBJECTS)}{random.choice(_THINGS)}{number}号事项"
        later = number < FLOWS - POWERS
        end = "valid_to: 2024-12-31\n" if later else ""
        yield f"{kind}.item-{number}", _document(number, kind, title, unit, f"valid_from: 2020-01-01\n{end}", 20)
        if later:
            yield f"{kind}.item-{number}", _document(number, kind, title, unit, "valid_from: 2025-01-01\n", 15)


def _document(number: int, kind: str, title: str, unit: int, span: str, days: int) -> str:
    tier = _tier(unit)
    return f"""id: {kind}.item-{number}
title: {{zh: {title}, en: Item {number}}}
type: {kind}
jurisdiction: cn
{span}basis: [{{law: 示例市办事条例, article: 第{number % 90 + 1}条}}]
unit: u{unit}
tier: {tier}
hall: {"true" if number % 3 else "false"}
holders: [{{unit: u{unit}, tier: {tier}, by: statutory}}]
steps:
  - {{id: receive, title: {{zh: 收件, en: Received}}, role: clerk, required: true}}
  - {{id: accept, kind: acceptance, title: {{zh: 受理, en: Accepted}}, role: acceptor, after: receive, required: true}}
  - {{id: review, title: {{zh: 审查, en: Reviewed}}, role: reviewer, after: accept, required: true}}
  - {{id: decide, kind: decision, title: {{zh: 决定, en: Decided}}, role: head, after: review, required: true}}
  - {{id: deliver, title: {{zh: 送达, en: Delivered}}, role: clerk, after: decide, required: true}}
limits:
  - {{id: decision, title: {{zh: 法定期限, en: By law}}, from: accept, to: decide, within: {days} workdays}}
  - {{id: delivery, title: {{zh: 送达期限, en: Delivery}}, from: decide, to: deliver, within: 10 workdays}}
separations:
  - {{id: review-and-decision, title: {{zh: 审查与决定分离, en: Review and decision apart}}, steps: [review, decide]}}
"""


def write_tables(folder: Path) -> None:
    """units.csv, officials.csv and posts.csv: 400 units in three levels, 5,000 officials, 40,000 posts."""
    random = Random(11)  # noqa: S311 - figures, not secrets
    _write(folder / "units.csv", ["unit_id", "parent_id", "title_zh", "title_en", "tier"], _units())
    names = [f"{random.choice(_SURNAMES)}{''.join(random.choices(_GIVEN, k=2))}" for _ in range(OFFICIALS)]
    _write(folder / "officials.csv", ["official_id", "name"], ([f"o{i}", name] for i, name in enumerate(names)))
    head = ["official_id", "unit_id", "post", "rank", "valid_from", "valid_to"]
    _write(folder / "posts.csv", head, _posts(random))


def _units() -> Iterator[list[object]]:
    yield ["u0", "", "示例市人民政府", "City government", "city"]
    for number in range(1, UNITS):
        parent = 0 if number < _MAIN_OFFICES else 1 + number % (_MAIN_OFFICES - 1)
        yield [f"u{number}", f"u{parent}", f"第{number}单位", f"Unit {number}", _tier(number)]


def _tier(unit: int) -> str:
    return "city" if unit < _CITY_UNITS else "county"


def _posts(random: Random) -> Iterator[list[object]]:
    posts = ("clerk", "acceptor", "handler", "reviewer", "head")
    for official in range(OFFICIALS):
        for turn in range(POSTS // OFFICIALS):
            year = 2010 + 2 * turn
            end = f"{year + 1}-12-31" if year < 2024 else ""  # noqa: PLR2004 - the post held now
            yield [f"o{official}", f"u{random.randrange(UNITS)}", posts[(official + turn) % 5], 1 + turn % 4,
                   f"{year}-01-01", end]  # fmt: skip


def _write(path: Path, head: list[str], rows: Iterator[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
