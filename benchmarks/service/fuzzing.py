"""Malformed requests against the running service: nothing of them is an answer of 500, and no log line is a failure."""

from collections import Counter
from http.client import HTTPConnection, HTTPException
from random import Random
from urllib.parse import quote

MANY = 20_000
_PATHS = (
    "/", "/accounts/login/", "/accounts/", "/accounts/people/{}/", "/accounts/people/{}/end/", "/accounts/grants/",
    "/accounts/grants/{}/{}/", "/accounts/record/", "/accounts/2fa/", "/accounts/2fa/authenticate/", "/catalogue/",
    "/catalogue/{}/{}/", "/catalogue/{}/{}/edit/", "/catalogue/{}/{}/{}/", "/catalogue/{}/compare/", "/catalogue/desk/",
    "/catalogue/desk/{}/", "/catalogue/new/", "/catalogue/lint/", "/catalogue/counters/", "/catalogue/tiers/",
    "/units/",
    "/units/unit/{}/", "/units/unit/{}/chart/", "/units/officials/", "/units/officials/{}/", "/units/teams/",
    "/units/acts/{}/", "/units/import/", "/units/import/{}/", "/units/export/{}/", "/jobs/", "/jobs/{}/",
    "/streams/jobs/{}/", "/language/setlang/", "/components/", "/sample/", "/sample/{}/enter", "/static/{}", "/{}",
)  # fmt: skip
_KNOWN = (
    "licence.road-occupation", "1", "2", "99", "housing", "editor", "check", "publish", "appoint", "transfer",
    "create-unit", "xlsx", "zip", "give", "0", "-1", "钱某甲",
)  # fmt: skip
_ODD = (
    "", " ", "%", "%00", "\0", "..", "../../etc/passwd", "'", '"', "<script>", "{{7*7}}", "%s%n", "９", "\ud83d\ude00",
    "\u202e", "a" * 3000, "9" * 30, "1e309", "NaN", "2026-02-30", "0000-00-00", "9999-12-31", "null", "[]", "\r\nX: y",
    "' OR 1=1 --", "\ufffe", "٣", "id: [", "&a *a", "=cmd|' /C calc'!A0",
)  # fmt: skip
_FIELDS = (
    "q", "on", "page", "type", "tier", "unit", "hall", "lacks", "twice", "by", "held_at", "old", "new", "of", "text",
    "place", "code", "note", "all", "version", "login", "name", "password", "role", "path", "official", "post", "day",
    "to_unit", "rank", "parent", "title_zh", "fingerprint", "drop", "tables", "language", "next", "number",
)  # fmt: skip
_KINDS = (
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "multipart/form-data", "application/json",
    "text/plain; charset=utf-7", "application/x-www-form-urlencoded; charset=nonsense", "", "\xff",
)  # fmt: skip


def fuzz_service(host: str, port: int, cookies: list[str], *, many: int = MANY, seed: int = 1) -> dict[str, int]:
    """How many requests were answered with each hundred (``2xx``), and the ``broken`` ones without an answer.

    ``cookies`` are what people who are logged in send, with the token that forms need.
    """
    random = Random(seed)  # noqa: S311 - figures, not secrets
    answers: Counter[str] = Counter()
    connection = HTTPConnection(host, port, timeout=60)
    for _ in range(many):
        method, address, body, headers = _request(random, random.choice([*cookies, ""]))
        try:
            connection.putrequest(method, address, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            answers[f"{answer.status // 100}xx"] += 1
            if answer.status >= 500:  # noqa: PLR2004 - HTTP
                print(answer.status, method, address[:200], headers, body[:60])
            if answer.getheader("content-type", "").startswith("text/event-stream"):
                connection.close()
            else:
                answer.read()
        except (HTTPException, OSError):
            answers["broken"] += 1
            connection.close()
    connection.close()
    return dict(answers)


def _request(random: Random, cookie: str) -> tuple[str, str, bytes, dict[str, str]]:
    method = random.choice(("GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"))
    path = random.choice(_PATHS)
    address = path.format(*(_quoted(random, _value(random)) for _ in range(path.count("{}"))))
    if random.random() < 0.6:  # noqa: PLR2004 - more often than not
        address += "?" + _fields(random)
    body, kind = b"", random.choice(_KINDS)
    if method in {"POST", "PUT", "QUERY"}:
        body = _body(random, kind, cookie)
    headers = {"Host": "127.0.0.1", "Content-Length": str(len(body))}
    if cookie:
        headers["Cookie"] = cookie
    if body and random.random() < 0.9:  # noqa: PLR2004 - nearly always
        headers["Content-Type"] = kind
    if random.random() < 0.2:  # noqa: PLR2004 - now and then
        name = random.choice(("Accept-Language", "HX-Request", "HX-Current-URL", "Range", "If-None-Match", "Referer"))
        headers[name] = random.choice(("zz-ZZ;q=9", "true", "//[", "bytes=9-1", '"', "\xfe"))
    return method, address, body, headers


def _body(random: Random, kind: str, cookie: str) -> bytes:
    token = cookie.partition("csrftoken=")[2]
    if kind.startswith("application/x-www") and random.random() < 0.8:  # noqa: PLR2004 - mostly what a form sends
        return f"csrfmiddlewaretoken={token}&{_fields(random)}".encode()
    if kind.endswith("boundary=b"):
        part = f'--b\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        name = random.choice(("units.csv", "organisation.xlsx", "x", "../x.csv"))
        head = f'--b\r\nContent-Disposition: form-data; name="{random.choice(_FIELDS)}"; filename="{name}"\r\n\r\n'
        return part.encode() + head.encode() + random.randbytes(40) + b"\r\n--b--\r\n"[: random.choice((9, 9, 4))]
    return random.randbytes(random.randrange(200))


def _fields(random: Random) -> str:
    return "&".join(
        f"{random.choice(_FIELDS)}={_quoted(random, _value(random))}" for _ in range(random.randrange(1, 6))
    )


def _value(random: Random) -> str:
    return random.choice(_KNOWN) if random.random() < 0.5 else random.choice(_ODD)  # noqa: PLR2004 - half and half


def _quoted(random: Random, text: str) -> str:
    """As an address may hold it; now and then bytes that are no UTF-8."""
    if random.random() < 0.05:  # noqa: PLR2004 - now and then
        return "%ff%fe" + quote(text.encode("utf-8", "surrogatepass"), safe="")
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
