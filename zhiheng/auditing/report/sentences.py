"""A finding speaks four sentences: the record, the law, the rule, and what it does not prove."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.auditing.report import words
from zhiheng.auditing.report.cases import Act, CaseRecord, Found, hands
from zhiheng.auditing.report.content import ControlText
from zhiheng.auditing.report.lines import Line
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.phrases import listed_in, unproven
from zhiheng.auditing.report.quantities import quantity
from zhiheng.auditing.report.text import Text, both, shown

_HASH_SHOWN = 12


@dataclass(frozen=True)
class FourSentences:
    """What a finding says, in the order in which it says it."""

    record: Text
    law: Text
    rule: Text
    not_proven: Text


def four_sentences(found: Found, record: CaseRecord, line: Line, by: Text, naming: Naming) -> FourSentences:
    """The four sentences of one finding; ``by`` says by how much."""
    control = naming.controls.get(found.control_id)
    return FourSentences(
        record=_record(found, record, line, by, naming),
        law=law(found.basis, control, line),
        rule=_rule(found, naming),
        not_proven=unproven(control, found.measure_unit, found.state),
    )


def law(basis: str | None, control: ControlText | None, line: Line) -> Text:
    """The article cited, else the principle; before it what the catalogue line demands."""
    cited = basis_text(basis, control)
    return joined(line.demands, cited) if line.demands else cited


def basis_text(basis: str | None, control: ControlText | None) -> Text:
    """A finding's basis; the control's own words in both languages where the basis is one of them."""
    principle = control.principle if control else None
    own = control.basis if control else None
    if own and (not basis or basis in own):
        return own
    if principle and (not basis or basis in {*principle, " / ".join(principle)}):
        return words.NO_BASIS.fill(principle=principle)
    return both(shown_long(basis)) if basis else words.NO_BASIS_AT_ALL


def shown_long(value: str) -> str:
    """A text of several clauses, each made safe to show."""
    return "；".join(shown(part.strip()) for part in value.split("；") if part.strip())


def joined(*sentences: Text | None) -> Text:
    """Sentences one after the other."""
    told = [sentence for sentence in sentences if sentence]
    return Text("".join(s.zh for s in told), " ".join(s.en for s in told))


def _rule(found: Found, naming: Naming) -> Text:
    title, text_hash = naming.control(found.control_id), found.control_hash[:_HASH_SHOWN]
    rule = words.RULE_SAYS.fill(id=shown(found.control_id), title=title, hash=text_hash)
    version = found.version
    return joined(rule, words.UNDER_VERSION.fill(version=shown(version)) if version else None)


def _record(found: Found, record: CaseRecord, line: Line, by: Text, naming: Naming) -> Text:
    on_limit = listed_in(naming.controls.get(found.control_id)) == "time_limits"
    judged = next((act for act in record.acts if act.event_id == found.event_id), None)
    if on_limit:
        main = _limit(found, record, line, by, naming, judged)
    elif found.state == "absent" or (found.state == "pending" and found.measure_unit == "flag"):
        main = _nothing_there(found, line, naming)
    elif found.measure_unit == "minor":
        main = words.RECORD_MONEY.fill(line=line.label, by=by)
    elif found.measure_unit == "flag":
        main = _hands(found, record, line, naming) or _flag(found, line, naming, judged)
    else:
        word = words.RECORD_COUNT if found.measure_unit == "count" else words.RECORD_MEASURE
        main = word.fill(
            line=line.label,
            flags=_flags(found, naming),
            measured=quantity(found.measured, found.measure_unit, naming.currency),
            allowed=quantity(found.allowed, found.measure_unit, naming.currency),
        )
    stopped = None
    if on_limit and record.start and record.start.stopped:
        amount = quantity(record.start.stopped, found.measure_unit, naming.currency)
        stopped = words.RECORD_STOPPED.fill(stopped=amount)
    side = words.SIDES.get(found.side or "") if found.measure_unit != "minor" else None
    more = words.RECORD_SIDE.fill(side=side) if side else None
    return joined(main, more, stopped, words.RECORD_PROVISIONAL if found.provisional else None)


def _limit(
    found: Found, record: CaseRecord, line: Line, by: Text, naming: Naming, judged: Act | None
) -> Text:
    ended_at = judged.at if judged and judged.at is not None else found.occurred_at
    filled: dict[str, Text | str] = {
        "to": line.to_name or (naming.act(judged) if judged else line.label),
        "ended": words.NOT_RECORDED if ended_at is None else naming.moment(ended_at),
        "due": words.NOT_RECORDED if found.due_at is None else naming.moment(found.due_at),
        "measured": quantity(found.measured, found.measure_unit, naming.currency),
        "allowed": quantity(found.allowed, found.measure_unit, naming.currency),
        "as_of": naming.moment(found.as_of),
        "by": by,
    }
    if found.state == "pending":
        return words.RECORD_PENDING.fill(**filled)
    begun = record.start.at if record.start else None
    if begun is None or line.from_name is None:
        short = words.RECORD_UNTIL if line.from_name is None else words.RECORD_LATE_NO_START
        return short.fill(**filled)
    filled |= {"start": line.from_name, "started": naming.moment(begun)}
    return (words.RECORD_EARLY if line.minimum else words.RECORD_LATE).fill(**filled)


def _nothing_there(found: Found, line: Line, naming: Naming) -> Text:
    as_of = naming.moment(found.as_of)
    if line.from_name and line.to_name:
        return words.RECORD_NO_RESPONSE.fill(start=line.from_name, to=line.to_name, as_of=as_of)
    return words.RECORD_ABSENT.fill(line=line.label, as_of=as_of)


def _hands(found: Found, record: CaseRecord, line: Line, naming: Naming) -> Text | None:
    """Which acts one hand did that two should have."""
    acts = hands(found, record.acts, line.steps)
    if found.official_id is None or len(acts) < len(line.steps) or not acts:
        return None
    told = [words.RECORD_HAND_ACT.fill(act=naming.act(act), when=naming.moment(act.at or 0)) for act in acts]
    both_told = Text("、".join(one.zh for one in told), ", ".join(one.en for one in told))
    return words.RECORD_HANDS.fill(who=naming.official(found.official_id), acts=both_told)


def _flag(found: Found, line: Line, naming: Naming, judged: Act | None) -> Text:
    flags = _flags(found, naming)
    if judged is None or judged.at is None:
        return words.RECORD_FLAG.fill(line=line.label, flags=flags)
    act, when, who = naming.act(judged), naming.moment(judged.at), naming.who(judged)
    return words.RECORD_ACT.fill(line=line.label, act=act, when=when, who=who, flags=flags)


def _flags(found: Found, naming: Naming) -> Text:
    control = naming.controls.get(found.control_id)
    return control.flags if control else both("")
