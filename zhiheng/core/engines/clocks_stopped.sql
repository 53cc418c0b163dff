-- For how long the clock of a limit stood still: a part of clocks.sql.
-- Overlapping stops count once: a day belongs to the stop that began first.
stops AS (
  SELECT s.case_id, s.ground, g.cap, g.unit AS cap_unit, s.from_day, s.to_day,
         COALESCE(s.from_at, s.from_day * 86400000000) AS from_at,
         CASE WHEN s.to_day IS NULL AND s.to_at IS NULL THEN NULL
              ELSE COALESCE(s.to_at, (s.to_day + 1) * 86400000000) END AS to_at,
         MAX(COALESCE(s.to_day, 100000000)) OVER (
           PARTITION BY s.case_id ORDER BY s.from_day, s.ground, s.to_day NULLS LAST
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered_day,
         MAX(CASE WHEN s.to_day IS NULL AND s.to_at IS NULL THEN 8000000000000000000
                  ELSE COALESCE(s.to_at, (s.to_day + 1) * 86400000000) END) OVER (
           PARTITION BY s.case_id ORDER BY COALESCE(s.from_at, s.from_day * 86400000000) NULLS LAST, s.ground, s.to_at NULLS LAST
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered_at
  FROM suspensions AS s
  JOIN cases AS c ON c.case_id = s.case_id
  JOIN clock_stops AS g ON g.power_id = c.power_id AND g.version = c.version AND g.ground = s.ground
),
overlapping AS (
  SELECT r.case_id, r.limit_id, COALESCE(r.start_sequence, -1) AS start_key, s.ground, s.cap, s.cap_unit, r.unit, r.precision,
         CASE WHEN s.from_day > r.start_day AND s.from_day > COALESCE(s.covered_day, -100000000) THEN s.from_day
              WHEN r.start_day >= COALESCE(s.covered_day, -100000000) THEN r.start_day + 1
              ELSE s.covered_day + 1 END AS low_day,
         CASE WHEN s.to_day IS NULL OR s.to_day > r.stop_day THEN r.stop_day ELSE s.to_day END AS high_day,
         CASE WHEN s.from_at > r.start_at AND s.from_at > COALESCE(s.covered_at, -8000000000000000000) THEN s.from_at
              WHEN r.start_at >= COALESCE(s.covered_at, -8000000000000000000) THEN r.start_at
              ELSE s.covered_at END AS low_at,
         CASE WHEN s.to_at IS NULL OR s.to_at > r.stop_at THEN r.stop_at ELSE s.to_at END AS high_at
  FROM running AS r
  JOIN stops AS s ON s.case_id = r.case_id
  WHERE r.stops = 1 AND r.has_start = 1 AND r.until_date IS NULL AND r.kind <> 'minimum'
),
per_ground AS (
  SELECT o.case_id, o.limit_id, o.start_key, o.ground, o.cap, o.cap_unit, o.unit, o.precision,
         SUM(CASE WHEN o.precision = 'instant' THEN CASE WHEN o.high_at > o.low_at THEN o.high_at - o.low_at ELSE 0 END
                  WHEN o.high_day < o.low_day THEN 0
                  WHEN o.unit = 'workday' THEN b.n - a.n
                  ELSE o.high_day - o.low_day + 1 END) AS time_stopped,
         SUM(CASE WHEN o.precision <> 'instant' AND o.unit = 'workday' AND o.high_day >= o.low_day
                   AND (a.n IS NULL OR b.n IS NULL) THEN 1 ELSE 0 END) AS unknown
  FROM overlapping AS o
  LEFT JOIN workdays AS a ON a.day = o.low_day - 1
  LEFT JOIN workdays AS b ON b.day = o.high_day
  GROUP BY o.case_id, o.limit_id, o.start_key, o.ground, o.cap, o.cap_unit, o.unit, o.precision
),
stopped AS (
  SELECT case_id, limit_id, start_key,
         SUM(CASE WHEN unknown > 0 THEN NULL
                  WHEN cap IS NOT NULL AND precision = 'instant' AND cap_unit = 'hour' AND time_stopped > cap * 3600000000
                  THEN cap * 3600000000
                  WHEN cap IS NOT NULL AND precision = 'instant' AND cap_unit = 'day' AND time_stopped > cap * 86400000000
                  THEN cap * 86400000000
                  WHEN cap IS NOT NULL AND precision <> 'instant' AND time_stopped > cap
                   AND (cap_unit = unit OR (cap_unit = 'day' AND unit = 'month'))
                  THEN cap
                  ELSE time_stopped END) AS time_stopped,
         MAX(CASE WHEN unknown > 0 THEN 1 ELSE 0 END) AS unknown
  FROM per_ground
  GROUP BY case_id, limit_id, start_key
),
