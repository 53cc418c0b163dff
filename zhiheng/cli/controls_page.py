"""The page of a control, written from its files; what it demonstrates has just been run."""

from collections.abc import Iterable, Sequence

import yaml

from zhiheng.auditing.report.quantities import Currency, moment_text, quantity
from zhiheng.auditing.report.text import Text
from zhiheng.core.control import Control, Words, level_bands
from zhiheng.core.errors import Language
from zhiheng.core.example_runs import Outcome, run_example
from zhiheng.core.examples import Example, Story, load_examples, stories_of
from zhiheng.core.finding import Finding
from zhiheng.core.judging import DEFAULT_LADDER
from zhiheng.core.moments import microseconds

_SHOWN = {
    "found": ("查出", "found"),
    "near": ("临近", "near"),
    "clean": ("无事", "clean"),
    "boundary": ("边界", "boundary"),
    "not_checkable": ("无法核验", "not checkable"),
}
_LEVELS = {"notice": "提示", "warning": "警示", "yellow": "黄牌", "red": "红牌"}
_PHASES = {
    "before": ("行为作出之前", "before the act"), "during": ("办理过程中", "while the case runs"),
    "after": ("办结之后", "after the fact"),
}  # fmt: skip
_SCOPES = {
    "case": ("单个办件", "one case"),
    "record": (
        "全部记录：只在全面核验时运行，不用于单个办件的实时核验",
        "the whole record: run in audits only, not on one case before an act is accepted",
    ),
}
_KINDS = {
    "statutory": ("法定时限", "statutory limits"), "promised": ("承诺时限", "promised limits"),
    "step": ("环节时限", "limits of steps"),
}  # fmt: skip
_CITED = {"cn": ("中国", "China")}


def control_page(control: Control, language: Language) -> str:
    """The control's page in Markdown: in English with the Chinese beside it, or in Chinese.

    Its demonstration runs the first example of a single case in which something is found, or, for a control that
    needs the whole record, the first at all.
    """
    tell = _Teller(language)
    header = control.header
    examples = load_examples(control)
    blocks = [
        f"# {control.id} {tell.line(header.title)}",
        tell.text(header.flags),
        _facts(control, tell),
        f"## {tell.say('为什么重要', 'Why it matters')}",
        tell.text(header.why),
        f"## {tell.say('依据', 'Law')}",
        _law(control, tell),
        f"## {tell.say('如何计算', 'How it is computed')}",
        tell.text(header.measure),
        *_sides(examples, tell),
        f"## {tell.say('看不到什么', 'What it cannot see')}",
        tell.text(header.blind),
        *_demonstration(control, examples, tell),
        f"## {tell.say('全部示例', 'All its examples')}",
        _examples(control, examples, tell),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def index_page(controls: Sequence[Control], language: Language) -> str:
    """The list of the controls, each with what it flags."""
    tell = _Teller(language)
    rows = [
        (f"[{control.id}]({control.id}.md)", tell.line(control.header.title), tell.beside(control.header.flags))
        for control in controls
    ]
    told = tell.say(
        "随程序提供的规则。规则的写法见[另页](../controls.md)。",
        "The controls that are shipped. How one is written is on [a page of its own](../controls.md).",
    )
    head = ["", tell.say("名称", "Title"), tell.say("查出什么", "Flags")]
    return f"# {tell.say('规则', 'Controls · 规则')}\n\n{told}\n\n{table(head, rows)}\n"


class _Teller:
    """Words in one language, and texts with the Chinese beside the English."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def line(self, words: Words) -> str:
        return words.zh if self.language == "zh" else f"{words.en} · {words.zh}"

    def beside(self, words: Words) -> str:
        return words.zh if self.language == "zh" else f"{words.en}<br>{words.zh}"

    def text(self, words: Words | None) -> str:
        if words is None:
            return ""
        return words.zh if self.language == "zh" else f"{words.en}\n\n> {words.zh}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '¦') for cell in line)} |" for line in lines)


def _facts(control: Control, tell: _Teller) -> str:
    header = control.header
    levels = [
        f"{tell.say(_LEVELS[level], level)} {tell.say('自', 'from')} {band:+d}"
        f"{tell.say('（未完成的）', ' while pending') if band <= 0 else ''}"
        for level, band in level_bands(header.bands)
    ]
    if control.optional("kind"):
        levels += [
            f"{tell.say(*_KINDS[kind])} {tell.say(_LEVELS[level], level)}" for kind, level in DEFAULT_LADDER.items()
        ]
    reads = ", ".join(f"[{name}](../relations.md#{name})" for name in sorted(control.reads))
    parameters = ", ".join(
        f"`${name}` = {value.default} {value.unit}".strip() for name, value in header.parameters.items()
    )
    if header.blocks:
        blocks = tell.say(
            "是：会造成此类发现的行为，在作出之前就被拒绝",
            "yes: an act that would be found is refused before it is taken",
        )
    else:
        blocks = tell.say("否：只查出，不拒绝", "no: it finds, it does not refuse")
    file = f"{control.family}/{control.path.name}"
    rows = [
        (tell.say("何时核验", "When"), tell.say(*_PHASES[header.phase])),
        (tell.say("核验对象", "Looks at"), tell.say(*_SCOPES[header.scope])),
        (tell.say("是否拦截", "Blocks"), blocks),
        (tell.say("级别（按超出量）", "Levels, by measured less allowed"), "; ".join(levels)),
        (tell.say("参数", "Parameters"), parameters or tell.say("无", "none")),
        (tell.say("读取", "Reads"), reads),
        (tell.say("文件", "File"), f"[{file}](../../zhiheng/controls/{file})"),
    ]
    return table(["", ""], rows)


def _law(control: Control, tell: _Teller) -> str:
    header = control.header
    lines = []
    if header.subjects:
        lists = ", ".join(f"`{name}`" for name in header.subjects)
        lines.append(
            tell.say(
                f"- 首先是职权文档中设定该值的条目（{lists}）所载的依据。",
                f"- First the law on the line of the power document that set the value ({lists}).",
            )
        )
    for place, citations in header.basis.items():
        laws = "；".join(f"{c.law} {c.article}".strip() for c in citations)
        lines.append(f"- {tell.say(*_CITED.get(place, (place, place)))}: {laws}")
    if header.principle is not None:
        lines.append(f"- {tell.say('原则', 'As a principle')}: {tell.line(header.principle)}")
    return "\n".join(lines)


def _sides(examples: Sequence[Example], tell: _Teller) -> list[str]:
    """The words that tell one kind of row from another, as far as the examples show them."""
    words = {str(wanted["side"]) for e in examples for wanted in e.finds if wanted.get("side")}
    words |= {side for example in examples for side in example.sides or ()}
    if not words:
        return []
    listed = ", ".join(f"`{word}`" for word in sorted(words))
    return [tell.say(f"计数时按 `side` 区分：{listed}。", f"Rows are also counted by their `side`: {listed}.")]


def _demonstration(control: Control, examples: Sequence[Example], tell: _Teller) -> list[str]:
    record = control.header.scope == "record"
    telling = [e for e in examples if e.shows == "found" and (record or e.case is not None)]
    if not telling:
        return []
    example = telling[0]
    outcome = run_example(control, example, "sqlite")
    document = {key: value for key, value in (example.power or {}).items() if key != "title"}
    written = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100, default_flow_style=None)
    return [
        f"## {tell.say('演示', 'Demonstration')}",
        f"*{tell.line(example.name)}*",
        tell.say("职权文档写明：", "The power document says:"),
        f"```yaml\n{written.strip()}\n```",
        *(block for story in stories_of(example) for block in _told(story, tell, numbered=record)),
        *_organisation(example, tell),
        _verdict(control, example, outcome, tell),
        _findings(outcome.findings, tell),
    ]


def _told(story: Story, tell: _Teller, *, numbered: bool) -> list[str]:
    """A case as it is on record; ``numbered``: with its name and number, where there are several."""
    number = f" ({story.series} {story.number})" if story.number is not None else ""
    named = f" {story.id}{number}" if numbered else ""
    return [
        tell.say(f"办件{named}的记录：", f"The case{named} on record:"), _acts(story, tell), *_beside(story, tell)
    ]


def _acts(story: Story, tell: _Teller) -> str:
    columns = {
        tell.say("时间", "When"): [moment_text(microseconds(act.at)) for act in story.events],
        tell.say("行为", "Act"): [act.step or act.activity or "" for act in story.events],
        tell.say("登记时间", "Recorded"): [
            moment_text(microseconds(act.recorded)) if act.recorded else "" for act in story.events
        ],
        tell.say("经办人", "Official"): [act.official or "" for act in story.events],
        tell.say("单位", "Unit"): [act.unit or "" for act in story.events],
    }
    kept = {name: values for name, values in columns.items() if any(values)}
    rows = zip(*kept.values(), strict=True)
    return table(["", *kept], ([str(number), *row] for number, row in enumerate(rows, start=1)))


def _organisation(example: Example, tell: _Teller) -> list[str]:
    """The tables of the city, and of measures, that the example brings."""
    made = []
    for name, rows in example.organisation.items():
        head = list(dict.fromkeys(column for row in rows for column in row))
        cells = ([str(row.get(column) or "") for column in head] for row in rows)
        made += [tell.say(f"城市的 `{name}.csv`：", f"The city's `{name}.csv`:"), table(head, cells)]
    for name, rows in example.published.items():
        head = list(dict.fromkeys(column for row in rows for column in row))
        cells = ([str(row.get(column) or "") for column in head] for row in rows)
        told = tell.say(f"指标 {name} 公布：", f"The measure [{name}](../measures/{name}.md) has published:")
        made += [told, table(head, cells)]
    return made


def _beside(story: Story, tell: _Teller) -> list[str]:
    """What the case carries beside its acts: stopped clocks, extensions, what was made public, money."""
    lines = []
    for stop in story.suspensions:
        last = moment_text(microseconds(stop.to)) if stop.to else tell.say("今", "now")
        lines.append(
            tell.say(
                f"- 停表：{stop.ground}，{moment_text(microseconds(stop.from_))} 至 {last}",
                f"- clock stopped for {stop.ground}, {moment_text(microseconds(stop.from_))} to {last}",
            )
        )
    for longer in story.extensions:
        day = moment_text(microseconds(longer.at)) if longer.at else ""
        amount = Text("多久不详", "nobody knows how long")
        if longer.days is not None:
            amount = quantity(longer.days, longer.unit, Currency())
        zh, en = f"- 延期：{longer.limit}，{amount.zh}，{day}", f"- {longer.limit} extended by {amount.en}, {day}"
        lines.append(tell.say(zh, en))
    for made in story.publications:
        day = moment_text(microseconds(made.at))
        lines.append(tell.say(f"- 公开：{made.duty}，{day}", f"- made public: {made.duty}, {day}"))
    for zh, en, said in (("当事人", "party", story.party), ("单位", "unit", story.unit)):
        if said:
            lines.append(f"- {tell.say(zh, en)}: {said}")
    for zh, en, entries in (("计收", "charged", story.charges), ("缴纳", "paid", story.payments)):
        for money in entries:
            amount = quantity(money.amount or 0, "minor", Currency())
            act = "" if money.event is None else tell.say(f"（行为 {money.event + 1}）", f" (act {money.event + 1})")
            item = f" {money.item}" if money.item else ""
            lines.append(f"- {tell.say(zh, en)}{item}: {tell.say(amount.zh, amount.en)}{act}")
    return ["\n".join(lines)] if lines else []


def _verdict(control: Control, example: Example, outcome: Outcome, tell: _Teller) -> str:
    day, judged, unclear = moment_text(microseconds(example.as_of)), outcome.judged, outcome.not_checkable
    return tell.say(
        f"核验时点 {day}。{control.id} 判断了 {judged} 种情形，无法核验 {unclear} 种，发现：",
        f"Checked as of {day}, {control.id} judged {judged}, could not check {unclear}, and found:",
    )


def _findings(findings: Sequence[Finding], tell: _Teller) -> str:
    head = [
        tell.say("对象", "Subject"), tell.say("测得", "Measured"), tell.say("允许", "Allowed"),
        tell.say("级别", "Level"), tell.say("状态", "State"), tell.say("到期", "Due"), tell.say("依据", "Law"),
    ]  # fmt: skip
    rows = [
        [
            finding.subject_id or "",
            _amount(finding.measured, finding.measure_unit, tell),
            _amount(finding.allowed, finding.measure_unit, tell),
            tell.say(_LEVELS.get(finding.level or "", ""), finding.level or ""),
            " ".join(word for word in (finding.state, finding.side) if word),
            "" if finding.due_at is None else moment_text(finding.due_at),
            finding.basis or "",
        ]
        for finding in findings
    ]
    return table(head, rows)


def _amount(value: int, unit: str, tell: _Teller) -> str:
    text = quantity(value, unit, Currency())
    return tell.say(text.zh, text.en)


def _examples(control: Control, examples: Sequence[Example], tell: _Teller) -> str:
    folder = f"../../zhiheng/controls/{control.family}"
    rows = [(tell.say(*_SHOWN[example.shows]), example.name.en, example.name.zh) for example in examples]
    head = [tell.say("示例", "Shows"), "English", "中文"]
    file = f"[{control.examples_path.name}]({folder}/{control.examples_path.name})"
    told = tell.say(
        f"每个示例在两个引擎上各运行一遍；文件：{file}。", f"Each is run on both engines; the file is {file}."
    )
    lacking = [
        f"{tell.say(*label)}{tell.line(words)}"
        for label, words in (
            (("没有边界示例：", "None is at the boundary: "), control.header.boundary),
            (("没有无法核验的示例：", "None is not checkable: "), control.header.not_checkable),
        )
        if words is not None
    ]
    return "\n\n".join([told, *lacking, table(head, rows)])
