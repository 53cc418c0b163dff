"""Whole numbers and yes-or-no in texts, in SQL; null where a text is neither, so that it can be refused."""

from zhiheng.core.catalogue.durations import LONGEST
from zhiheng.formats.quoting import literal, one_of

_WHOLE = r"^\s*([+-]?\d{1,18})(?:\.0*)?\s*$"
_YES = ("1", "true", "yes", "y", "是", "已")
_NO = ("0", "false", "no", "n", "否", "未")


def whole(text: str) -> str:
    """A whole number, also where it is written 30.0."""
    return f"TRY_CAST(regexp_extract({text}, {literal(_WHOLE)}, 1) AS BIGINT)"


def count(text: str) -> str:
    """A number of days or the like, from 0 to a century of them; null for others too."""
    return f"CASE WHEN {whole(text)} BETWEEN 0 AND {LONGEST} THEN {whole(text)} END"


def flag(text: str) -> str:
    """1 for yes and true, 0 for no and false."""
    word = f"lower(trim({text}))"
    return f"CASE WHEN {word} IN {one_of(_YES)} THEN 1 WHEN {word} IN {one_of(_NO)} THEN 0 END"
