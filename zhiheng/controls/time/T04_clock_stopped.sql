/*---
id: T04
title: {zh: 停表不当, en: Clock stopped wrongly}
flags:
  zh: 停表没有清单所列的事由，或者超过上限或告知的天数，或者在时限已过之后才停表。
  en: The clock was stopped without a ground in the catalogue, for longer than its cap or than the applicant was told, or only after the limit had passed.
why:
  zh: 停表的时间不算在期限里，所以最容易被用来掩盖拖延。事由、上限和书面告知，是停表与拖延的分界。
  en: Stopped time does not count, which makes it the easiest way to hide a delay. A ground, a cap and a written notice are what tell the two apart.
principle:
  zh: 期限只能因规定的事由、在规定的范围内中止。
  en: A limit is suspended only for the reasons and the time that the rules allow.
subject: clock_stops
measure:
  zh: 逐次停表核验三点，测得值为不符的点数：事由不在清单之列；停表天数（首末日均计；上限按小时计的，自停表至恢复的时刻）超过上限或告知天数；停表首日晚于时限到期日（此前依法已停的时间先行扣除，各以上限为限）。依次记为 no-ground、beyond-cap、after-limit，以第一项不符计数。
  en: Each stop is checked on three points and the number that fail is counted; the ground is not in the catalogue; the days stopped, first and last included (moment to moment where the cap is in hours), are more than the cap or than notified; it began after the last day of a limit, moved by the lawful stops before it up to their caps. They are called no-ground, beyond-cap and after-limit, and a stop is counted under the first that fails.
blind:
  zh: 它不判断所写的事由是否属实，也看不到没有登记的停表。
  en: It does not judge whether the reason given is true, and it does not see a stop that was never recorded.
phase: during
scope: case
bands: {yellow: 1, red: 2}
---*/
WITH spans AS (
  SELECT s.case_id, s.ground, s.from_at, s.from_day, s.to_at, s.to_day, s.notified_days, s.notice_event_id, c.power_id, c.version, c.unit_id,
         g.ground AS known_ground, g.cap, COALESCE(g.unit, 'day') AS unit,
         COALESCE(s.to_day, $today) AS last_day,
         CASE WHEN s.to_day IS NULL THEN $now ELSE s.to_at END AS last_at, f.n - f.is_workday AS n_before, t.n AS n_last,
         COALESCE(MAX(CASE WHEN g.ground IS NOT NULL THEN COALESCE(s.to_day, 100000000) END) OVER (
           PARTITION BY s.case_id ORDER BY s.from_day, s.ground, s.to_day NULLS LAST
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), -100000000) AS covered_day,
         COALESCE(MAX(CASE WHEN g.ground IS NOT NULL THEN COALESCE(s.to_at, 8000000000000000000) END) OVER (
           PARTITION BY s.case_id ORDER BY s.from_day, s.ground, s.to_day NULLS LAST
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), -8000000000000000000) AS covered_at,
         ROW_NUMBER() OVER (PARTITION BY s.case_id ORDER BY s.from_day, s.ground, s.to_day NULLS LAST) AS place
  FROM suspensions AS s
  JOIN cases AS c ON c.case_id = s.case_id AND c.version IS NOT NULL
  LEFT JOIN clock_stops AS g ON g.power_id = c.power_id AND g.version = c.version AND g.ground = s.ground
  LEFT JOIN workdays AS f ON f.day = s.from_day
  LEFT JOIN workdays AS t ON t.day = COALESCE(s.to_day, $today)
),
-- Each stop with each limit that may have passed when it began, its act not yet done.
faced AS (
  SELECT s.case_id, s.place, s.from_at, s.from_day, k.limit_id, k.start_event_id, k.start_at, k.start_day, k.measure_unit, l.unit,
         k.bare_due_day, CASE WHEN k.measure_unit = 'microsecond' THEN k.due_at - k.stopped END AS bare_due_at,
         CASE WHEN k.measured IS NULL AND k.measure_unit <> 'microsecond' AND k.bare_due_day IS NULL THEN 1
              WHEN k.measured IS NULL AND k.measure_unit = 'microsecond' AND k.end_at < s.from_at THEN 1 ELSE 0 END AS unknown
  FROM clocks AS k
  JOIN spans AS s ON s.case_id = k.case_id AND k.kind IN ('statutory', 'promised', 'step')
  JOIN time_limits AS l ON l.power_id = k.power_id AND l.version = k.version AND l.limit_id = k.limit_id AND l.stops = 1
  WHERE (k.measure_unit <> 'microsecond' AND k.start_day < s.from_day AND k.bare_due_day < s.from_day
         AND (k.end_day IS NULL OR k.end_day >= s.from_day))
     OR (k.measure_unit <> 'microsecond' AND k.start_day < s.from_day AND k.bare_due_day IS NULL AND k.measured IS NULL
         AND (k.end_day IS NULL OR k.end_day >= s.from_day))
     OR (k.measure_unit = 'microsecond' AND k.start_at <= s.from_at AND k.due_at - k.stopped < s.from_at
         AND (k.end_at IS NULL OR k.end_at >= s.from_at))
),
-- The time, first day to last or moment to moment, that an earlier stop took out of such a limit before this stop began.
earlier AS (
  SELECT f.case_id, f.place, f.limit_id, f.start_event_id, f.measure_unit, f.unit, p.ground, p.cap, p.unit AS cap_unit,
         CASE WHEN p.from_day > f.start_day AND p.from_day > p.covered_day THEN p.from_day
              WHEN f.start_day >= p.covered_day THEN f.start_day + 1
              ELSE p.covered_day + 1 END AS low_day,
         CASE WHEN p.to_day IS NULL OR p.to_day >= f.from_day THEN f.from_day - 1 ELSE p.to_day END AS high_day,
         CASE WHEN p.from_at > f.start_at AND p.from_at > p.covered_at THEN p.from_at
              WHEN f.start_at >= p.covered_at THEN f.start_at
              ELSE p.covered_at END AS low_at,
         CASE WHEN p.to_at IS NULL OR p.to_at > f.from_at THEN f.from_at ELSE p.to_at END AS high_at
  FROM faced AS f
  JOIN spans AS p ON p.case_id = f.case_id AND p.place < f.place AND p.known_ground IS NOT NULL
),
per_ground AS (
  SELECT e.case_id, e.place, e.limit_id, e.start_event_id, e.ground, e.unit, e.cap_unit,
         CASE WHEN e.measure_unit = 'microsecond' AND e.cap_unit = 'hour' THEN e.cap * 3600000000
              WHEN e.measure_unit = 'microsecond' AND e.cap_unit = 'day' THEN e.cap * 86400000000
              WHEN e.measure_unit <> 'microsecond' AND (e.cap_unit = e.unit OR (e.cap_unit = 'day' AND e.unit = 'month')) THEN e.cap
              END AS cap,
         SUM(CASE WHEN e.measure_unit = 'microsecond' THEN CASE WHEN e.high_at > e.low_at THEN e.high_at - e.low_at ELSE 0 END
                  WHEN e.high_day < e.low_day THEN 0
                  WHEN e.measure_unit = 'workday' THEN b.n - a.n
                  ELSE e.high_day - e.low_day + 1 END) AS taken
  FROM earlier AS e
  LEFT JOIN workdays AS a ON a.day = e.low_day - 1
  LEFT JOIN workdays AS b ON b.day = e.high_day
  GROUP BY e.case_id, e.place, e.limit_id, e.start_event_id, e.ground, e.unit, e.cap_unit, e.cap, e.measure_unit
),
taken AS (
  SELECT case_id, place, limit_id, start_event_id, SUM(CASE WHEN taken > cap THEN cap ELSE taken END) AS taken
  FROM per_ground
  GROUP BY case_id, place, limit_id, start_event_id
),
passed AS (
  SELECT f.case_id, f.place, MAX(f.unknown) AS unknown,
         MAX(CASE WHEN f.unknown = 1 THEN 0
                  WHEN f.measure_unit = 'microsecond' AND f.bare_due_at + COALESCE(t.taken, 0) < f.from_at THEN 1
                  WHEN f.measure_unit = 'workday' AND y.n - d.n >= COALESCE(t.taken, 0) THEN 1
                  WHEN f.measure_unit = 'day' AND f.from_day - 1 - f.bare_due_day >= COALESCE(t.taken, 0) THEN 1
                  ELSE 0 END) AS too_late
  FROM faced AS f
  LEFT JOIN taken AS t ON t.case_id = f.case_id AND t.place = f.place AND t.limit_id = f.limit_id
                      AND COALESCE(t.start_event_id, '') = COALESCE(f.start_event_id, '')
  LEFT JOIN workdays AS d ON d.day = f.bare_due_day
  LEFT JOIN workdays AS y ON y.day = f.from_day - 1
  GROUP BY f.case_id, f.place
),
judged AS (
  SELECT s.case_id, s.power_id, s.ground, s.notice_event_id, s.unit_id, s.from_at, s.from_day, s.to_day,
         CASE WHEN s.known_ground IS NULL THEN 1 ELSE 0 END AS no_ground,
         CASE WHEN s.cap IS NULL AND s.notified_days IS NULL THEN 0
              WHEN s.unit = 'workday' AND (s.n_last IS NULL OR s.n_before IS NULL) THEN NULL
              WHEN s.unit = 'hour' AND s.cap IS NOT NULL AND (s.from_at IS NULL OR s.last_at IS NULL) THEN NULL
              WHEN CASE WHEN s.unit = 'hour' THEN s.last_at - s.from_at
                        WHEN s.unit = 'workday' THEN s.n_last - s.n_before ELSE s.last_day - s.from_day + 1 END
                   > s.cap * CASE WHEN s.unit = 'hour' THEN 3600000000 ELSE 1 END THEN 1
              WHEN CASE WHEN s.unit = 'workday' THEN s.n_last - s.n_before ELSE s.last_day - s.from_day + 1 END > s.notified_days THEN 1
              ELSE 0 END AS too_long,
         CASE WHEN p.too_late = 1 THEN 1 WHEN p.unknown = 1 THEN NULL ELSE 0 END AS too_late
  FROM spans AS s
  LEFT JOIN passed AS p ON p.case_id = s.case_id AND p.place = s.place
)
SELECT case_id, power_id, ground AS subject_id, notice_event_id AS event_id, unit_id, NULL AS official_id,
       from_at AS occurred_at, NULL AS due_at,
       CASE WHEN no_ground = 0 AND COALESCE(too_long, 0) = 0 AND COALESCE(too_late, 0) = 0 AND (too_long IS NULL OR too_late IS NULL)
            THEN NULL ELSE no_ground + COALESCE(too_long, 0) + COALESCE(too_late, 0) END AS measured, 0 AS allowed, 'count' AS measure_unit,
       COALESCE(notice_event_id, CAST(from_day AS VARCHAR)) AS start_event_id,
       CASE WHEN to_day IS NULL THEN 'pending' ELSE 'done' END AS state,
       CASE WHEN no_ground = 1 THEN 'no-ground' WHEN too_long = 1 THEN 'beyond-cap' WHEN too_late = 1 THEN 'after-limit' END AS side
FROM judged
