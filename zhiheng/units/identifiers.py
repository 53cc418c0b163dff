"""Numbers and codes with check digits; python-stdnum knows how they are made.

Sources: GB 32100-2015 (unified social credit code), GB 11643-1999 (citizen's number), GB/T 2260 (divisions).
"""

import re

from stdnum import numdb
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidLength, ValidationError

from zhiheng.units.errors import IdentifierError

_CODE = re.compile(r"[^\s/\\%\x00-\x1f]{1,80}")
_DIVISION = re.compile(r"\d{6}(\d{3}){0,2}")


def unit_code(said: str) -> str:
    """A code as paths can hold it: no slash, no blank. Raises IdentifierError."""
    if not _CODE.fullmatch(said):
        raise IdentifierError(
            en=f"'{said}' cannot be a code; use at most 80 letters, digits and hyphens, without blanks and slashes",
            zh=f"“{said}”不能作为代码；请使用不超过 80 个字母、数字和连字符，不含空格和斜杠",
        )
    return said


def credit_code(said: str) -> str:
    """A unified social credit code, without separators. Raises IdentifierError."""
    try:
        return str(uscc.validate(said))
    except ValidationError as error:
        raise _wrong(said, "unified social credit code", "统一社会信用代码", error) from None


def personal_number(said: str) -> str:
    """A citizen's number, without separators. Raises IdentifierError, which shows only its ends."""
    try:
        return str(ric.validate(said))
    except ValidationError as error:
        raise _wrong(masked(said), "citizen's number", "公民身份号码", error) from None


def division(said: str) -> str:
    """A division code of six digits, or nine or twelve with township and village. Raises IdentifierError."""
    found = numdb.get("cn/loc").info(said[:6]) if _DIVISION.fullmatch(said) else []
    if not any("county" in about for _, about in found):
        raise IdentifierError(
            en=f"'{said}' is no division code; write the six digits of the county, city or province, as 420700,"
            " or nine or twelve with township and village",
            zh=f"“{said}”不是行政区划代码；请填写省、市或县的六位代码，例如 420700，或含乡镇、村的九位、十二位代码",
        )
    return said


def masked(number: str) -> str:
    """The number with only its ends shown."""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}" if len(number) > 10 else "*" * len(number)  # noqa: PLR2004


def _wrong(said: str, en: str, zh: str, error: ValidationError) -> IdentifierError:
    why = {
        InvalidLength: ("it must have 18 characters", "应为 18 位"),
        InvalidChecksum: ("its check digit does not fit the others", "校验码与其他各位不符"),
        InvalidComponent: ("its place or date of birth does not exist", "其中的地区或出生日期不存在"),
    }.get(type(error), ("it holds a character that none has", "含有不允许的字符"))
    return IdentifierError(
        en=f"'{said}' is no {en}: {why[0]}; compare it with the document",
        zh=f"“{said}”不是有效的{zh}：{why[1]}；请与证件核对",
    )
