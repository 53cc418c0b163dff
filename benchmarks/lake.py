"""A lake of event logs for measuring: a month of openings a file, sorted by case, in the shape of the real fines log.

Every month holds each real case once, under a name of its own, opened on a day of that month, with its acts, gaps and
amounts; a unit and officials are drawn for it, and a fifth of the cases has its clock stopped, some for good. Drawn by
hash from the seed: the same seed gives the same files.
"""

from pathlib import Path

from benchmarks.logs import as_parquet
from zhiheng.core.engines.duckdb import open_history

OFFICE = Path(__file__).parent / "office"
UNITS, OFFICIALS = 60, 7  # officials of a unit
FIRST_YEAR = 2015


def write_lake(log: Path, mapping: Path, folder: Path, *, months: int, seed: int = 1) -> list[Path]:
    """Write so many files, of some 620,000 acts each, and return them."""
    source = as_parquet(log, mapping, folder / "source.parquet")
    files = [folder / f"{FIRST_YEAR + month // 12}-{month % 12 + 1:02}.parquet" for month in range(months)]
    connection = open_history(reads=[source], writes=files)
    connection.execute(f"CREATE TABLE real AS {_REAL.format(source=source)}")
    for month, file in enumerate(files):
        connection.execute(
            f"COPY ({_MONTH}) TO '{file}' (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)",
            {"month": f"{file.stem}-01", "name": file.stem.replace("-", ""), "seed": seed + month},
        )
    connection.close()
    source.unlink()
    return files


_REAL = """
SELECT *, min(moment) OVER (PARTITION BY name) AS began FROM (
  SELECT "case:concept:name" AS name, file_row_number AS position, "concept:name" AS activity,
         CAST("time:timestamp" AS TIMESTAMP) AS moment, amount, expense, "paymentAmount"
  FROM read_parquet('{source}', file_row_number = true))
"""

_MONTH = f"""
WITH drawn AS (
  SELECT DISTINCT name, began, $name || '-' || name AS "case",
         CAST($month AS TIMESTAMP) + INTERVAL 1 DAY * (hash(name, $seed) % 28)
           + INTERVAL 1 MINUTE * (480 + hash(name, $seed, 1) % 600) AS opened,
         'U' || hash(name, $seed, 2) % {UNITS} AS unit, hash(name, $seed, 3) AS luck
  FROM real),
acts AS (
  SELECT d."case", r.position, r.activity, d.opened + (r.moment - r.began) AS moment, d.unit,
         r.amount, r.expense, r."paymentAmount"
  FROM real AS r JOIN drawn AS d ON d.name = r.name
  UNION ALL
  SELECT "case", 1000000000, 'Clock stopped', opened + INTERVAL 1 DAY * (5 + luck % 40), unit, NULL, NULL, NULL
  FROM drawn WHERE luck % 5 = 0
  UNION ALL
  SELECT "case", 1000000001, 'Clock resumed', opened + INTERVAL 1 DAY * (6 + luck % 40 + luck % 50), unit, NULL, NULL,
         NULL
  FROM drawn WHERE luck % 5 = 0 AND luck % 100 <> 0)
SELECT "case", activity, moment, unit, unit || '-' || hash("case", activity, $seed) % {OFFICIALS} AS official,
       amount, expense, "paymentAmount"
FROM acts ORDER BY "case", moment, position
"""  # noqa: S608 - numbers of our own
