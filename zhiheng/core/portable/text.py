"""The text of a control, parsed: one query, or a sentence with the line where it stops being one."""

import re
from collections.abc import Mapping
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, ParseError, SqlglotError
from sqlglot.tokenizer_core import TokenType

from zhiheng.core.errors import ControlError

# Functions as a text may spell them: the parser takes other spellings for the same, engines do not.
SPELLED = frozenset((
    "ABS", "CAST", "COALESCE", "COUNT", "DENSE_RANK", "EXISTS", "FIRST_VALUE", "LAG", "LAST_VALUE", "LEAD", "MAX",
    "MIN", "NULLIF", "RANK", "ROW_NUMBER", "SUM",
))  # fmt: skip


class Source:
    """The text under check, to say where a node stands in its file."""

    def __init__(self, sql: str, path: str, first_line: int) -> None:
        self.sql = sql
        self.path = path
        self.first_line = first_line

    def error(self, node: exp.Expr | None, *, en: str, zh: str) -> ControlError:
        """The error about a node, in its line of the file; None: the text as a whole."""
        line = 0 if node is None else self.sql.count("\n", 0, self._start(node))
        return ControlError(f"{self.path}:{self.first_line + line}", en=en, zh=zh)

    def _start(self, node: exp.Expr) -> int:
        """Where a node begins; the parser does not say it of every node, so its first word is looked for."""
        starts = [n.meta["start"] for n in node.walk() if "start" in n.meta]
        if starts:
            return int(min(starts))
        word = node.sql(dialect="duckdb", unsupported_level=ErrorLevel.IGNORE).split("(")[0].split()[0]
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self.sql, re.IGNORECASE)
        return found.start() if found else 0

    @staticmethod
    def quoted(node: exp.Expr) -> str:
        """The node's text, shortened."""
        text = node.sql(dialect="duckdb", unsupported_level=ErrorLevel.IGNORE)
        return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_SHOWN = 40


def parsed(source: Source) -> exp.Query:
    """The one query that the text is.

    Raises ControlError with file, line and remedy where it is none.
    """
    try:
        _check_beginnings(source)
        trees = [tree for tree in sqlglot.parse(source.sql, dialect="duckdb") if tree is not None]
    except ParseError as error:
        raise _unreadable(source, error.errors[0] if error.errors else {}) from None
    except RecursionError:
        raise source.error(
            None, en="the SQL is nested too deeply to be read; write it flatter", zh="SQL 嵌套过深；请减少嵌套"
        ) from None
    except SqlglotError:
        raise source.error(
            None,
            en="the SQL cannot be read; close the quotation mark or comment that is left open",
            zh="SQL 无法解析；请补上未闭合的引号或注释",
        ) from None
    if not trees:
        raise source.error(
            None, en="there is no query; write one SELECT below the header", zh="没有查询；请在头部之后写一个 SELECT"
        )
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        raise source.error(
            trees[-1],
            en="a control is exactly one SELECT; remove the other statements",
            zh="一条规则只能是一个 SELECT 语句；请删去其他语句",
        )
    return trees[0]


_BEGINNINGS = {TokenType.SELECT, TokenType.WITH, TokenType.L_PAREN}


def _check_beginnings(source: Source) -> None:
    """Each statement begins as a query does; the parser takes others too, and says so on standard error."""
    begins = True
    for token in sqlglot.tokenize(source.sql, dialect="duckdb"):
        if token.token_type is TokenType.SEMICOLON:
            begins = True
        elif begins and token.token_type not in _BEGINNINGS:
            word = token.text.split()[0] if token.text.split() else token.text
            raise ControlError(
                f"{source.path}:{source.first_line + token.line - 1}",
                en=f"`{word[:_SHOWN]}` begins no query; a control is exactly one SELECT, remove what is not",
                zh=f"`{word[:_SHOWN]}` 不是查询的开头；一条规则只能是一个 SELECT 语句，请删去其他内容",
            )
        else:
            begins = False


def _unreadable(source: Source, problem: Mapping[str, Any]) -> ControlError:
    why = _why(str(problem.get("description", "")), str(problem.get("highlight", "")))
    return ControlError(
        f"{source.path}:{source.first_line + int(problem.get('line') or 1) - 1}",
        en=f"the SQL cannot be read ({why[0]}); mend it there",
        zh=f"SQL 无法解析（{why[1]}）；请在该处改正",
    )


def _why(said: str, at: str) -> tuple[str, str]:
    """What the parser says, without the names of its classes."""
    lacking = re.search(r"missing for <class '[\w.]*?(\w+)'>", said)
    if lacking and lacking[1].upper() in SPELLED:
        name = lacking[1].upper()
        return f"{name} lacks an argument", f"{name} 缺少参数"
    many = re.fullmatch(r"The number of provided arguments \((\d+)\) is greater than .*\((\d+)\)", said)
    if many:
        return f"{many[1]} arguments where {many[2]} at most are taken", f"参数有 {many[1]} 个，最多 {many[2]} 个"
    after = re.fullmatch(r"Expected (\S+) after (\S+)", said)
    if after:
        return f"{after[1]} is missing after {after[2]}", f"{after[2]} 之后缺少 {after[1]}"
    return f"something is missing or too much at `{at}`", f"`{at}` 处缺少或多出内容"
