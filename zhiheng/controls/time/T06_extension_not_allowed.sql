/*---
id: T06
title: {zh: 延期不当, en: Extension not allowed}
flags:
  zh: 清单不许延期的时限被延长，延期没有清单所列的事由，或者超过了可延的天数、次数，或者在时限已过之后才作出。
  en: A limit was made longer that may not be, or without a ground in the catalogue, by more or more often than the catalogue allows, or only after it had passed.
why:
  zh: 延期是给难办的事留的余地，不是给拖延补的手续。过了期限再延，等于没有期限。
  en: More time is meant for what is hard, not as paper for what was late. A limit that may be extended after it has passed is no limit.
principle:
  zh: 时限只能在届满之前、因规定的事由、在规定的幅度内延长。
  en: A limit is made longer only before it passes, for the reasons and by the time that the rules allow.
subject: [allowed_extensions, time_limits]
measure:
  zh: 权力事项写明可以延期的，逐次延期核验五点，测得值为不符的点数：清单没有写这一时限可以延期；清单列有事由而本次不在其中（没有写事由的也算）；一次延长的数量超过上限；次数超过上限；作出之时，按此前准予的延期和已停的时间计算，时限已过而事项未办。依次记为 not-extensible、no-ground、too-long、too-many、too-late，以第一项不符计数。
  en: For powers that say which limits may be extended each extension is checked on five points and the number that fail is counted; this limit is not among them; the catalogue lists grounds and this is none of them (or none is given); it is by more than allowed at a time; it is one too many; when it was made the limit, with what was allowed of the earlier extensions and the stopped time, had passed with the act not done. They are called not-extensible, no-ground, too-long, too-many and too-late, and an extension is counted under the first that fails.
blind:
  zh: 权力事项全然没有写延期的，不判断，T01 按记录所载延长时限。它不核验批准人的职级和是否告知了理由；作出延期之后才停的时间也算在内，因此个别过期后的延期查不出。延期的日期、长短不详，或者计量单位与时限不同的，相应各点无法核验。
  en: A power that does not speak of extensions at all is not judged, and T01 lets its extensions stand as recorded. It does not check who approved and whether reasons were told; time stopped after the extension is credited too, so that a few late ones escape. Where the moment or the length is not on record, or the unit is not the limit's, the points concerned cannot be checked.
phase: during
bands: {yellow: 1, red: 2}
---*/
WITH rules AS (
  SELECT power_id, version, limit_id, MAX(most) AS most, MAX(unit) AS unit, MAX(times) AS times,
         MAX(CASE WHEN ground IS NULL THEN 0 ELSE 1 END) AS needs_ground
  FROM allowed_extensions
  GROUP BY power_id, version, limit_id
),
outspoken AS (
  SELECT power_id, version, MAX(1) AS speaks FROM allowed_extensions GROUP BY power_id, version
),
listed AS (
  SELECT x.case_id, c.power_id, c.version, c.unit_id, x.limit_id, x.days, x.unit, x.ground, x.at, r.most, r.unit AS limit_unit, r.times, r.needs_ground,
         CASE WHEN r.limit_id IS NULL THEN 1 ELSE 0 END AS not_listed,
         ROW_NUMBER() OVER (PARTITION BY x.case_id, x.limit_id
           ORDER BY x.at NULLS LAST, x.days NULLS LAST, x.unit NULLS LAST, x.ground NULLS LAST) AS place
  FROM cases AS c
  JOIN extensions AS x ON x.case_id = c.case_id
  JOIN outspoken AS o ON o.power_id = c.power_id AND o.version = c.version
  LEFT JOIN rules AS r ON r.power_id = c.power_id AND r.version = c.version AND r.limit_id = x.limit_id
),
grounded AS (
  SELECT m.case_id, m.limit_id, m.place, MAX(1) AS listed
  FROM listed AS m
  JOIN allowed_extensions AS a ON a.power_id = m.power_id AND a.version = m.version AND a.limit_id = m.limit_id AND a.ground = m.ground
  GROUP BY m.case_id, m.limit_id, m.place
),
made AS (
  SELECT m.*, CASE WHEN m.needs_ground = 1 AND g.listed IS NULL THEN 1 ELSE 0 END AS no_ground,
         SUM(CASE WHEN m.unit <> m.limit_unit OR m.place > m.times OR (m.needs_ground = 1 AND g.listed IS NULL) THEN 0
                  WHEN m.days > m.most THEN m.most ELSE m.days END) OVER (
           PARTITION BY m.case_id, m.limit_id ORDER BY m.place NULLS LAST
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier
  FROM listed AS m
  LEFT JOIN grounded AS g ON g.case_id = m.case_id AND g.limit_id = m.limit_id AND g.place = m.place
),
-- The limit as it ran when the extension was made: with what the catalogue allows of those before.
running AS (
  SELECT m.case_id, m.limit_id, m.place, m.at, l.unit, l.precision, l.roll, l.under, k.start_at, k.start_day, k.start_n, k.end_at, k.end_day, k.stopped,
         l.allowed + COALESCE(m.earlier, 0) AS granted, COALESCE(k.start_event_id, '') AS start_key
  FROM clocks AS k
  JOIN made AS m ON m.case_id = k.case_id AND m.limit_id = k.limit_id AND m.not_listed = 0 AND k.start_at <= m.at
  JOIN time_limits AS l ON l.power_id = m.power_id AND l.version = m.version AND l.limit_id = m.limit_id
),
months AS (
  SELECT r.case_id, r.limit_id, r.place, r.start_key, MAX(t.day) AS day
  FROM running AS r
  JOIN workdays AS s ON s.day = r.start_day
  JOIN workdays AS t ON t.month_index = s.month_index + r.granted AND t.day_of_month <= s.day_of_month
  WHERE r.unit = 'month'
  GROUP BY r.case_id, r.limit_id, r.place, r.start_key
),
reckoned AS (
  SELECT r.*, CASE WHEN r.unit = 'workday' THEN d.day
                   WHEN r.unit = 'month' THEN m.day + r.stopped
                   ELSE r.start_day + r.granted + r.stopped END AS bare_day
  FROM running AS r
  LEFT JOIN workdays AS d ON r.unit = 'workday' AND d.is_workday = 1 AND d.n = r.start_n + r.granted + r.stopped - r.under
  LEFT JOIN months AS m ON m.case_id = r.case_id AND m.limit_id = r.limit_id AND m.place = r.place AND m.start_key = r.start_key
),
dued AS (
  SELECT k.case_id, k.limit_id, k.place, k.at, k.precision, k.unit, k.end_at, k.end_day,
         CASE WHEN k.unit = 'workday' THEN k.bare_day
              WHEN k.roll = 1 THEN w.next_workday - k.under
              ELSE k.bare_day - k.under END AS due_day,
         k.start_at + k.granted * CASE WHEN k.unit = 'hour' THEN 3600000000 ELSE 86400000000 END + k.stopped - k.under AS due_at
  FROM reckoned AS k
  LEFT JOIN workdays AS w ON w.day = k.bare_day
),
passed AS (
  SELECT d.case_id, d.limit_id, d.place,
         MAX(CASE WHEN d.precision = 'instant' AND d.due_at < d.at AND (d.end_at IS NULL OR d.end_at > d.due_at) THEN 1
                  WHEN d.precision <> 'instant' AND (d.due_day + 1) * 86400000000 <= d.at AND (d.end_day IS NULL OR d.end_day > d.due_day) THEN 1
                  ELSE 0 END) AS too_late,
         MAX(CASE WHEN d.precision = 'instant' AND d.due_at IS NULL THEN 1 WHEN d.precision <> 'instant' AND d.due_day IS NULL THEN 1 ELSE 0 END) AS unknown
  FROM dued AS d
  GROUP BY d.case_id, d.limit_id, d.place
),
judged AS (
  SELECT m.*,
         CASE WHEN m.not_listed = 1 THEN 0 WHEN m.unit = m.limit_unit AND m.days > m.most THEN 1 WHEN m.unit = m.limit_unit AND m.days <= m.most THEN 0 END AS too_long,
         CASE WHEN m.place > m.times THEN 1 ELSE 0 END AS too_often,
         CASE WHEN m.not_listed = 1 THEN 0 WHEN m.at IS NULL THEN NULL WHEN p.too_late = 1 THEN 1 WHEN p.unknown = 1 THEN NULL ELSE 0 END AS too_late
  FROM made AS m
  LEFT JOIN passed AS p ON p.case_id = m.case_id AND p.limit_id = m.limit_id AND p.place = m.place
)
SELECT case_id, power_id, limit_id AS subject_id, CAST(NULL AS VARCHAR) AS event_id, unit_id, CAST(NULL AS VARCHAR) AS official_id, j.at AS occurred_at,
       CAST(NULL AS BIGINT) AS due_at,
       CASE WHEN not_listed + no_ground + COALESCE(too_long, 0) + too_often + COALESCE(too_late, 0) = 0 AND (too_long IS NULL OR too_late IS NULL) THEN NULL
            ELSE not_listed + no_ground + COALESCE(too_long, 0) + too_often + COALESCE(too_late, 0) END AS measured,
       0 AS allowed, 'count' AS measure_unit, COALESCE(CAST(j.at AS VARCHAR), '') || '/' || CAST(place AS VARCHAR) AS start_event_id, 'done' AS state,
       CASE WHEN not_listed = 1 THEN 'not-extensible' WHEN no_ground = 1 THEN 'no-ground' WHEN too_long = 1 THEN 'too-long'
            WHEN too_often = 1 THEN 'too-many' WHEN too_late = 1 THEN 'too-late' END AS side
FROM judged AS j
