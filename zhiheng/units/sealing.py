"""Personal numbers at rest: sealed with a key from the environment, looked up by a keyed hash."""

from base64 import urlsafe_b64decode
from functools import lru_cache
from hashlib import sha256
from hmac import new as hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from zhiheng.units.errors import NumberKeyError


def seal(content: bytes) -> bytes:
    """The content, readable only with the key. Raises NumberKeyError where there is none."""
    return _box(settings.NUMBER_KEYS)[0].encrypt(content)


def unseal(sealed: bytes) -> bytes:
    """What was sealed. Raises NumberKeyError for another key."""
    try:
        return _box(settings.NUMBER_KEYS)[0].decrypt(sealed)
    except InvalidToken:
        raise NumberKeyError(
            en="a sealed text cannot be opened: ZHIHENG_NUMBER_KEYS lacks its key; add it at the end",
            zh="密文无法解开：ZHIHENG_NUMBER_KEYS 中没有当时的密钥；请补在末尾",
        ) from None


def digest(city_code: str, number: str) -> str:
    """By what a number is found without opening any; it differs between cities."""
    return hmac(_box(settings.NUMBER_KEYS)[1], f"{city_code}\0{number}".encode(), sha256).hexdigest()


@lru_cache(maxsize=4)
def _box(keys: str) -> tuple[MultiFernet, bytes]:
    """What seals, with the newest key; and the key of the hash, from the oldest, which is never dropped."""
    each = [key.strip() for key in keys.split(",") if key.strip()]
    try:
        box = MultiFernet([Fernet(key) for key in each])
        oldest = urlsafe_b64decode(each[-1])
    except (ValueError, IndexError):
        raise NumberKeyError(
            en="ZHIHENG_NUMBER_KEYS is missing or no key; set it to 32 random bytes in URL-safe base64",
            zh="ZHIHENG_NUMBER_KEYS 未设置或不是密钥；请设为 32 个随机字节的 URL 安全 base64 编码",
        ) from None
    return box, HKDF(algorithm=SHA256(), length=32, salt=None, info=b"zhiheng/v1 number lookup").derive(oldest)
