-- By how much a limit was made longer: a part of clocks.sql.
-- An extension counts as far as the catalogue allows it; where the power says nothing of extensions, as it stands.
extensible AS (
  SELECT power_id, version, limit_id, MAX(most) AS most, MAX(times) AS times,
         MAX(CASE WHEN ground IS NULL THEN 0 ELSE 1 END) AS needs_ground
  FROM allowed_extensions
  GROUP BY power_id, version, limit_id
),
outspoken AS (
  SELECT power_id, version, MAX(1) AS speaks FROM allowed_extensions GROUP BY power_id, version
),
grounded AS (
  SELECT power_id, version, limit_id, ground, MAX(1) AS listed
  FROM allowed_extensions
  WHERE ground IS NOT NULL
  GROUP BY power_id, version, limit_id, ground
),
made AS (
  SELECT c.case_id, c.power_id, c.version, x.limit_id, x.days, x.unit, x.ground, x.at,
         ROW_NUMBER() OVER (PARTITION BY x.case_id, x.limit_id
           ORDER BY x.at NULLS LAST, x.days NULLS LAST, x.unit NULLS LAST, x.ground NULLS LAST) AS place
  FROM cases AS c
  JOIN extensions AS x ON x.case_id = c.case_id
),
allowing AS (
  SELECT m.case_id, m.limit_id, m.unit, m.at, m.place, COALESCE(o.speaks, 0) AS speaks,
         CASE WHEN o.speaks IS NULL THEN m.days
              WHEN e.limit_id IS NULL OR m.place > e.times OR (e.needs_ground = 1 AND g.listed IS NULL) THEN 0
              WHEN m.days > e.most THEN e.most
              ELSE m.days END AS days
  FROM made AS m
  LEFT JOIN outspoken AS o ON o.power_id = m.power_id AND o.version = m.version
  LEFT JOIN extensible AS e ON e.power_id = m.power_id AND e.version = m.version AND e.limit_id = m.limit_id
  LEFT JOIN grounded AS g ON g.power_id = m.power_id AND g.version = m.version AND g.limit_id = m.limit_id AND g.ground = m.ground
),
-- The limit as it ran when the extension was made: with what was granted before.
extending AS (
  SELECT r.case_id, r.limit_id, COALESCE(r.start_sequence, -1) AS start_key, r.start_at, r.start_day, r.start_n,
         r.unit, r.precision, r.roll, r.under, a.at, a.place, a.speaks, a.days,
         CASE WHEN z.unknown = 1 THEN NULL ELSE COALESCE(z.time_stopped, 0) END AS time_stopped,
         r.allowed + COALESCE(SUM(a.days) OVER (
           PARTITION BY r.case_id, r.limit_id, COALESCE(r.start_sequence, -1) ORDER BY a.place
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS granted
  FROM running AS r
  JOIN allowing AS a ON a.case_id = r.case_id AND a.limit_id = r.limit_id AND a.unit = r.unit
  LEFT JOIN stopped AS z ON z.case_id = r.case_id AND z.limit_id = r.limit_id AND z.start_key = COALESCE(r.start_sequence, -1)
  WHERE r.has_start = 1 AND r.until_date IS NULL AND r.kind <> 'minimum'
),
extending_days AS (
  SELECT x.*,
         CASE WHEN x.unit = 'workday' THEN d.day
              WHEN x.unit = 'day' THEN x.start_day + x.granted + x.time_stopped
              WHEN x.unit = 'month' AND m.first_of_month = 1
              THEN m.first_day - 1 + x.time_stopped
                   + CASE WHEN s.day_of_month > m.last_of_month THEN m.last_of_month ELSE s.day_of_month END
         END AS last_day
  FROM extending AS x
  LEFT JOIN workdays AS d ON x.unit = 'workday' AND d.is_workday = 1 AND d.n = x.start_n + x.granted + x.time_stopped - x.under
  LEFT JOIN workdays AS s ON x.unit = 'month' AND s.day = x.start_day
  LEFT JOIN months AS m ON m.month_index = s.month_index + x.granted
),
-- Once the limit had passed, neither this extension nor any after it brings it back.
timely AS (
  SELECT x.case_id, x.limit_id, x.start_key, x.days,
         MAX(CASE WHEN x.speaks = 0 OR x.at IS NULL THEN 0
                  WHEN x.precision = 'instant'
                   AND x.start_at + x.granted * CASE WHEN x.unit = 'hour' THEN 3600000000 ELSE 86400000000 END
                       + x.time_stopped - x.under < x.at THEN 1
                  WHEN x.precision <> 'instant'
                   AND (CASE WHEN x.unit = 'workday' THEN x.last_day
                             WHEN x.roll = 1 THEN w.next_workday - x.under
                             ELSE x.last_day - x.under END + 1) * 86400000000 <= x.at THEN 1
                  ELSE 0 END) OVER (
           PARTITION BY x.case_id, x.limit_id, x.start_key ORDER BY x.place
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS passed
  FROM extending_days AS x
  LEFT JOIN workdays AS w ON w.day = x.last_day
),
longer AS (
  SELECT case_id, limit_id, start_key, SUM(days) AS more, MAX(CASE WHEN days IS NULL THEN 1 ELSE 0 END) AS unknown
  FROM timely
  WHERE passed = 0
  GROUP BY case_id, limit_id, start_key
),
