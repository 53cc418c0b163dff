"""The bytes of a log file, decompressed as they are read."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from zhiheng.core.errors import LogError

CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"

Seen = Callable[[int], None]


def chunks(path: Path, seen: Seen | None = None) -> Iterator[bytes]:
    """The file's bytes in pieces, gzip undone wherever its mark stands; tells ``seen`` how many were read.

    Raises LogError where the file cannot be read, or its compression is broken.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(len(_GZIP)) == _GZIP
            file.seek(0)
            source = gzip.GzipFile(fileobj=file) if packed else file
            while piece := source.read(CHUNK):
                yield piece
                if seen is not None:
                    seen(file.tell())
    except EOFError:
        raise LogError(
            str(path),
            en="the compressed file ends too early: it was cut off on its way; fetch it again",
            zh="压缩文件不完整，传输或复制时被截断；请重新获取",
        ) from None
    except (gzip.BadGzipFile, zlib.error) as reason:
        raise LogError(
            str(path),
            en=f"the compressed file is damaged ({reason}); fetch it again",
            zh=f"压缩文件已损坏（{reason}）；请重新获取",
        ) from None
    except OSError as reason:
        raise LogError(
            str(path),
            en=f"the file cannot be read ({reason.strerror or reason}); check its path and rights",
            zh=f"无法读取文件（{reason.strerror or reason}）；请检查路径与权限",
        ) from None
