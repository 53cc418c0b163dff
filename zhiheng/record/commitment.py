"""Salted commitments and leaves, as bytes.

Sources: RFC 8785 for the canonical form, RFC 6962 §2.1 for the hash of a leaf.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import rfc8785

from zhiheng.record.errors import UnwritableBodyError

SALT_BYTES = 32
_DOMAIN = b"zhiheng/v1\0"


def canonical(body: Mapping[str, Any]) -> str:
    """The one way to write a body: RFC 8785, without numbers that have a fraction.

    Raises UnwritableBodyError and says where in the body.
    """
    _refuse_fractions(body, "")
    try:
        return rfc8785.dumps(dict(body)).decode()
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise UnwritableBodyError(
            en=f"the body cannot be written as canonical JSON ({error});"
            " use texts, whole numbers below 2^53, lists and objects",
            zh=f"内容无法写成规范 JSON（{error}）；请使用文本、小于 2^53 的整数、列表和对象",
        ) from None


def commit(kind: str, salt: bytes, body: str) -> str:
    """The commitment to a canonical body, in hex: SHA-256 over domain, kind, salt of 32 bytes and body."""
    return sha256(_DOMAIN + kind.encode() + b"\0" + salt + body.encode()).hexdigest()


def leaf_hash(text: str) -> str:
    """RFC 6962's hash of a leaf, in hex."""
    return sha256(b"\0" + text.encode()).hexdigest()


def _refuse_fractions(value: Any, place: str) -> None:
    if isinstance(value, float):
        raise UnwritableBodyError(
            en=f"{place or '/'} is {value!r}: a number with a fraction reads differently in other programs;"
            " write a whole number of the smallest unit, or a text",
            zh=f"{place or '/'} 的值为 {value!r}：带小数的数在不同程序中可能不同；请改用最小单位的整数或文本",
        )
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _refuse_fractions(inner, f"{place}/{key}")
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            _refuse_fractions(inner, f"{place}/{number}")
