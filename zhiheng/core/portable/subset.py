"""What of SQL a control may use.

A list of what is allowed, since what is not on it was not compared on every engine.
"""

import difflib
import re
from collections.abc import Iterable
from itertools import pairwise

import sqlglot
from sqlglot import exp
from sqlglot.errors import OptimizeError
from sqlglot.optimizer.qualify import qualify
from sqlglot.tokenizer_core import TokenType

from zhiheng.core.checked import Checked
from zhiheng.core.errors import ControlError
from zhiheng.core.portable.needing import needed
from zhiheng.core.portable.said import check_said
from zhiheng.core.portable.text import SPELLED, Source, parsed
from zhiheng.core.relations import RELATIONS

_SCHEMA: dict[str, object] = {
    relation.name: {c.name: "TEXT" if c.type == "text" else "BIGINT" for c in relation.columns}
    for relation in RELATIONS.values()
}

_STRUCTURE: tuple[type[exp.Expr], ...] = (
    exp.Select, exp.Union, exp.With, exp.CTE, exp.Subquery, exp.From, exp.Join, exp.Where, exp.Group,
    exp.Having, exp.Table, exp.TableAlias, exp.Alias, exp.Column, exp.Identifier, exp.Star, exp.Literal,
    exp.Null, exp.Placeholder, exp.Parameter, exp.Var, exp.Paren, exp.Tuple, exp.Distinct, exp.Order,
    exp.Ordered, exp.Window, exp.WindowSpec, exp.DataType, exp.Cast, exp.Case, exp.If,
)  # fmt: skip
_OPERATORS: tuple[type[exp.Expr], ...] = (
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In,
    exp.Between, exp.Exists, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Add, exp.Sub, exp.Mul, exp.Mod,
    exp.Neg, exp.DPipe,
)  # fmt: skip
_FUNCTIONS: tuple[type[exp.Expr], ...] = (
    exp.Count, exp.Sum, exp.Min, exp.Max, exp.Coalesce, exp.Nullif, exp.Abs, exp.RowNumber, exp.Rank,
    exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue,
)  # fmt: skip
_ALLOWED = frozenset(_STRUCTURE + _OPERATORS + _FUNCTIONS)

_CLOCK_NAMES = {"now", "today", "getdate", "sysdate", "current_localtimestamp", "get_current_timestamp"}
_CLOCKS = (
    exp.CurrentDate, exp.CurrentDatetime, exp.CurrentTime, exp.CurrentTimestamp, exp.Localtime, exp.Localtimestamp,
)  # fmt: skip

# What to write instead; what is not named here gets the general remedy.
_REMEDIES: dict[str, tuple[str, str]] = {
    "Div": ("compare products instead of quotients", "请比较乘积，不用除法"),
    "IntDiv": ("compare products instead of quotients", "请比较乘积，不用除法"),
    "Interval": ("compute with the _day and _n columns", "请用 _day 与 _n 列计算"),
    "Filter": ("use CASE WHEN inside the aggregate", "请在聚合函数内用 CASE WHEN"),
    "Qualify": ("filter in an outer SELECT", "请在外层 SELECT 中筛选"),
    "Limit": ("number the rows with ROW_NUMBER and filter", "请用 ROW_NUMBER 编号后筛选"),
    "Greatest": ("use CASE WHEN a > b THEN a ELSE b END", "请用 CASE WHEN a > b THEN a ELSE b END"),
    "Least": ("use CASE WHEN a < b THEN a ELSE b END", "请用 CASE WHEN a < b THEN a ELSE b END"),
    "Boolean": ("write 1 or 0", "请写 1 或 0"),
    "Like": ("compare whole values", "请比较完整的值"),
    "ILike": ("compare whole values", "请比较完整的值"),
    "Avg": ("a control counts and sums, averages belong to measures", "规则只计数与求和，平均值属于指标"),
}
_GENERAL = ("keep to the subset in docs/controls.md", "请只用 docs/controls.md 所列的写法")
_CAST = ("cast to BIGINT or VARCHAR only", "只能转换为 BIGINT 或 VARCHAR")
_FLAG = ("write CASE WHEN … THEN 1 ELSE 0 END", "请写 CASE WHEN … THEN 1 ELSE 0 END")
_FRAME = (
    "add ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, or the frame that is meant",
    "请写明 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW 或所需的窗口范围",
)
_JOIN = ("write JOIN, LEFT JOIN or FULL JOIN with ON", "请用带 ON 的 JOIN、LEFT JOIN 或 FULL JOIN")
_ORDER = ("leave it out, the runner orders what is found", "请删去，发现由系统排序")
_WHOLE = ("compute with whole numbers", "请只用整数计算")


def checked(sql: str, *, path: str, first_line: int, parameters: Iterable[str]) -> Checked:
    """The output columns of a control's query, the relations it reads, and those without which it finds nothing.

    ``first_line`` is the line of the file on which ``sql`` begins. Raises ControlError with file,
    line and remedy for whatever lies outside the contract.
    """
    source = Source(sql, path, first_line)
    tree = parsed(source)
    known = set(parameters)
    for node in tree.walk():
        _check_node(node, source, known)
        _check_form(node, source)
    _check_spelling(source)
    check_said(tree, source)
    # Every engine takes names of tables in any case.
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    reads = set()
    for table in tree.find_all(exp.Table):
        name = table.name.lower()
        if name in own:
            continue
        if table.db and name in RELATIONS:
            raise source.error(
                table,
                en=f"{table.db}.{table.name} names a schema; write {table.name} alone",
                zh=f"{table.db}.{table.name} 带有库名；请只写 {table.name}",
            )
        if name not in RELATIONS:
            near = _nearest(name, RELATIONS)
            raise source.error(
                table,
                en=f"there is no relation {table.name!r}; the nearest is {near!r} (docs/relations.md lists all)",
                zh=f"没有名为 {table.name!r} 的表；最接近的是 {near!r}（全部见 docs/relations.md）",
            )
        reads.add(name)
    return Checked(_columns(tree, source), frozenset(reads), needed(tree))


def _check_node(node: exp.Expr, source: Source, parameters: set[str]) -> None:
    kind = type(node)
    if isinstance(node, _CLOCKS) or (isinstance(node, exp.Anonymous) and node.name.lower() in _CLOCK_NAMES):
        raise source.error(
            node,
            en="a control asks no clock; use $today, $today_n or $now",
            zh="规则不得读取时钟；请用 $today、$today_n 或 $now",
        )
    if isinstance(node, exp.Placeholder) and node.name not in parameters:
        raise source.error(
            node,
            en=f"the parameter ${node.name} is not declared; add it to the header's parameters",
            zh=f"参数 ${node.name} 未声明；请在头部 parameters 中加上",
        )
    if kind is exp.Ordered:
        _check_nulls(node, source)
    _check_arguments(node, source)
    if kind not in _ALLOWED:
        raise _outside(node, source, _REMEDIES.get(kind.__name__, _GENERAL))


def _check_arguments(node: exp.Expr, source: Source) -> None:
    """What the parser takes with any number of arguments, and engines do not."""
    if isinstance(node, (exp.Count, exp.Min, exp.Max)):
        right = node.this is not None and not node.expressions
    elif isinstance(node, exp.Coalesce):
        right = bool(node.expressions)
    elif isinstance(node, (exp.RowNumber, exp.Rank, exp.DenseRank)):
        right = node.this is None and not node.expressions
    else:
        return
    if not right:
        takes = ("two or more", "两个或更多") if isinstance(node, exp.Coalesce) else ("none", "零个")
        if isinstance(node, (exp.Count, exp.Min, exp.Max)):
            takes = ("exactly one", "恰好一个")
        text = source.quoted(node)
        raise source.error(
            node,
            en=f"`{text}` has the wrong number of arguments; give it {takes[0]}",
            zh=f"`{text}` 的参数个数不对；应为{takes[1]}",
        )


def _outside(node: exp.Expr, source: Source, remedy: tuple[str, str]) -> ControlError:
    text = source.quoted(node)
    return source.error(
        node,
        en=f"`{text}` is outside the portable subset of SQL; {remedy[0]}",
        zh=f"`{text}` 不在可移植的 SQL 子集内；{remedy[1]}",
    )


# Where a condition may stand; anywhere else it would be a value, and engines differ on what it is.
_CONDITIONAL = (exp.And, exp.Or, exp.Not, exp.Where, exp.Having, exp.Join, exp.If)
_TYPES = {exp.DataType.Type.BIGINT, exp.DataType.Type.VARCHAR, exp.DataType.Type.TEXT}


def _check_form(node: exp.Expr, source: Source) -> None:
    """Allowed nodes in a form that not every engine takes."""
    remedy = None
    if isinstance(node, exp.Cast) and node.to.this not in _TYPES:
        remedy = _CAST
    elif isinstance(node, exp.Literal) and not node.is_string and not node.this.isdigit():
        remedy = _WHOLE
    elif isinstance(node, (exp.Predicate, exp.Connector, exp.Not)) and _is_value(node):
        remedy = _FLAG
    elif isinstance(node, exp.Window) and _lacks_frame(node):
        remedy = _FRAME
    elif isinstance(node, exp.Join) and _is_odd(node):
        remedy = _JOIN
    elif isinstance(node, exp.Union) and node.args.get("distinct"):
        raise source.error(
            node.expression,
            en="UNION drops rows that are alike; write UNION ALL, and DISTINCT where that is meant",
            zh="UNION 会去掉相同的行；请写 UNION ALL，需要去重时用 DISTINCT",
        )
    elif (
        (isinstance(node, exp.With) and node.recursive)
        or (isinstance(node, exp.Distinct) and node.args.get("on"))
        or (isinstance(node, exp.Group) and node.args.get("all"))
        or (isinstance(node, exp.Star) and any(node.args.values()))
    ):
        remedy = _GENERAL
    elif isinstance(node, exp.Order) and not isinstance(node.parent, exp.Window):
        remedy = _ORDER
    if remedy is not None:
        raise _outside(node, source, remedy)


def _is_odd(join: exp.Join) -> bool:
    return join.side == "RIGHT" or bool(join.method) or join.kind not in ("", "INNER", "OUTER")


def _is_value(node: exp.Expr) -> bool:
    """Whether a condition stands where a number or text should."""
    child, parent = node, node.parent
    while isinstance(parent, exp.Paren):
        child, parent = parent, parent.parent
    if isinstance(parent, exp.If):
        return child.arg_key != "this"
    return not isinstance(parent, _CONDITIONAL)


def _lacks_frame(window: exp.Window) -> bool:
    """An aggregate over ordered rows without a frame counts ties together, and says so nowhere."""
    if window.args.get("order") is None or not isinstance(window.this, (exp.AggFunc, exp.FirstValue, exp.LastValue)):
        return False
    if isinstance(window.this, (exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead)):
        return False
    spec = window.args.get("spec")
    return spec is None or spec.args.get("kind") != "ROWS"


def _check_spelling(source: Source) -> None:
    """Spellings that the parser accepts and not every engine does."""
    tokens = sqlglot.tokenize(source.sql, dialect="duckdb")
    for token, following in pairwise(tokens):
        if token.token_type is TokenType.DCOLON:
            raise _misspelt(source, token.line, "::", ("write CAST(… AS BIGINT)", "请写 CAST(… AS BIGINT)"))
        called = token.token_type is TokenType.VAR and following.token_type is TokenType.L_PAREN
        if called and token.text.upper() not in SPELLED:
            raise _misspelt(source, token.line, token.text, _GENERAL)


def _misspelt(source: Source, line: int, text: str, remedy: tuple[str, str]) -> ControlError:
    return ControlError(
        f"{source.path}:{source.first_line + line - 1}",
        en=f"`{text}` is outside the portable subset of SQL; {remedy[0]}",
        zh=f"`{text}` 不在可移植的 SQL 子集内；{remedy[1]}",
    )


_NEVER_NULL = {"case_id", "sequence", "event_id", "day", "step_id", "from_day", "ground"}


def _check_nulls(node: exp.Expr, source: Source) -> None:
    """Engines sort nulls differently: the text has to say where they go."""
    if isinstance(node.this, exp.Column) and node.this.name in _NEVER_NULL:
        return
    if isinstance(node.this, (exp.Coalesce, exp.Literal)):
        return
    ends = [part.meta["end"] for part in node.walk() if "end" in part.meta]
    rest = source.sql[max(ends) + 1 :] if ends else ""
    if not re.match(r"[\s)]*(ASC|DESC)?\s*NULLS\s+(FIRST|LAST)", rest, re.IGNORECASE):
        raise source.error(
            node,
            en="engines sort nulls differently; write NULLS LAST (or FIRST) in this ORDER BY",
            zh="各引擎对空值的排序不同；请在此 ORDER BY 中写明 NULLS LAST（或 FIRST）",
        )


def _columns(tree: exp.Query, source: Source) -> tuple[str, ...]:
    try:
        qualified = qualify(
            tree.copy(), schema=_SCHEMA, dialect="duckdb", validate_qualify_columns=True, quote_identifiers=False
        )
    except OptimizeError as error:
        named = re.search(r"'?\"?(\w+)\"?'? could not be resolved|Unknown column: (\w+)", str(error))
        column = next((part for part in named.groups() if part), "") if named else ""
        node = next((c for c in tree.find_all(exp.Column) if c.name == column), None)
        read = [name for table in tree.find_all(exp.Table) for name in _columns_of(table.name)]
        near = _nearest(column, read) if read else ""
        raise source.error(
            node,
            en=f"there is no column {column!r} here, or it is in several relations; the nearest is {near!r}"
            " (docs/relations.md lists the columns of each)",
            zh=f"此处没有列 {column!r}，或者几个表都有；最接近的是 {near!r}（各表的列见 docs/relations.md）",
        ) from None
    return tuple(qualified.named_selects)


def _columns_of(relation: str) -> tuple[str, ...]:
    return RELATIONS[relation.lower()].names if relation.lower() in RELATIONS else ()


def _nearest(word: str, known: Iterable[str]) -> str:
    return difflib.get_close_matches(word, list(known), n=1, cutoff=0.0)[0]
