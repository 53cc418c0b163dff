"""Twenty people at once, each with a second's thought between two pages."""

from collections import defaultdict
from http.client import HTTPConnection
from random import Random
from statistics import median, quantiles
from threading import Lock, Thread
from time import perf_counter, sleep
from urllib.parse import quote

USERS, PAGES, THOUGHT = 20, 30, 1.0
_WORDS = ("食品", "道路运输", "特种设备检测", "河道", "民办学校", "药品经营")


def addresses(random: Random) -> tuple[str, str]:
    """A page at random: its kind and address."""
    number = random.randrange(3_300)
    kinds = ("licence", "penalty", "coercion", "levy", "payment", "inspection", "confirmation", "reward", "other")
    return random.choice((
        ("powers", f"/catalogue/?page={random.randrange(1, 60)}"),
        ("powers by type", f"/catalogue/?type={random.choice(kinds)}"),
        ("search", f"/catalogue/?q={quote(random.choice(_WORDS))}"),
        ("power", f"/catalogue/{kinds[number % 9]}.item-{number}/1/"),
        ("units", f"/units/?page={random.randrange(1, 4)}"),
        ("unit", f"/units/unit/u{random.randrange(400)}/"),
        ("chart", f"/units/unit/u{random.randrange(40, 400)}/chart/?on=2019-06-01"),
        ("officials", f"/units/officials/?page={random.randrange(1, 50)}"),
        ("official", f"/units/officials/o{random.randrange(5_000)}/"),
    ))  # fmt: skip


def visit(host: str, port: int, session: str) -> dict[str, list[float]]:
    """Milliseconds of each page by its kind. Raises RuntimeError for an answer other than 200."""
    taken: dict[str, list[float]] = defaultdict(list)
    wrong: list[str] = []
    lock = Lock()

    def person(number: int) -> None:
        random = Random(number)  # noqa: S311 - figures, not secrets
        sleep(random.random() * THOUGHT)
        for _ in range(PAGES):
            kind, address = addresses(random)
            began = perf_counter()
            status = _read(host, port, address, session)
            with lock:
                taken[kind].append(1000 * (perf_counter() - began))
                if status != "200":
                    wrong.append(f"{status} {address}")
            sleep(THOUGHT)

    people = [Thread(target=person, args=(number,)) for number in range(USERS)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    if wrong:
        raise RuntimeError(f"{len(wrong)} pages were not answered, the first: {wrong[0]}")
    return taken


def _read(host: str, port: int, address: str, session: str) -> str:
    """The status of the answer, once all of it is here; or what failed."""
    connection = HTTPConnection(host, port, timeout=60)
    try:
        connection.request("GET", address, headers={"Cookie": f"sessionid={session}"})
        answer = connection.getresponse()
        answer.read()
    except OSError as error:
        return repr(error)
    finally:
        connection.close()
    return str(answer.status)


def summed_up(taken: dict[str, list[float]]) -> dict[str, float]:
    """The median of each kind of page, the slowest of these, and the 95th percentile of all."""
    medians = {f"{kind.replace(' ', '_')}_median_ms": round(median(each), 1) for kind, each in sorted(taken.items())}
    together = [one for each in taken.values() for one in each]
    return {**medians, "slowest_median_ms": max(medians.values()), "p95_ms": round(quantiles(together, n=20)[18], 1)}

