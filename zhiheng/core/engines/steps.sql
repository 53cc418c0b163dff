-- What a case did in each step: derived once a run, read by most controls.
-- Most steps are done once, so only the repeated ones are looked up twice.
WITH repeated AS (
  SELECT case_id, step_id, COUNT(*) AS times, MIN(sequence) AS first_sequence, MAX(sequence) AS last_sequence
  FROM events
  WHERE step_id IS NOT NULL AND version IS NOT NULL
  GROUP BY case_id, step_id
  HAVING COUNT(*) > 1
),
lasts AS (
  SELECT x.case_id, x.step_id, x.times, x.first_sequence, e.event_id, e.occurred_at, e.day, e.n, e.sequence,
         e.official_id, e.unit_id, e.utc_offset
  FROM events AS e
  JOIN repeated AS x ON x.case_id = e.case_id AND x.last_sequence = e.sequence
)
SELECT f.case_id, f.power_id, f.version, f.step_id, COALESCE(l.times, 1) AS times,
       f.event_id AS first_event_id, f.occurred_at AS first_at, f.day AS first_day, f.n AS first_n,
       f.sequence AS first_sequence, f.official_id AS first_official_id, f.unit_id AS first_unit_id,
       f.utc_offset AS first_utc_offset,
       CASE WHEN l.case_id IS NULL THEN f.event_id ELSE l.event_id END AS last_event_id,
       CASE WHEN l.case_id IS NULL THEN f.occurred_at ELSE l.occurred_at END AS last_at,
       CASE WHEN l.case_id IS NULL THEN f.day ELSE l.day END AS last_day,
       CASE WHEN l.case_id IS NULL THEN f.n ELSE l.n END AS last_n,
       CASE WHEN l.case_id IS NULL THEN f.sequence ELSE l.sequence END AS last_sequence,
       CASE WHEN l.case_id IS NULL THEN f.official_id ELSE l.official_id END AS last_official_id,
       CASE WHEN l.case_id IS NULL THEN f.unit_id ELSE l.unit_id END AS last_unit_id,
       CASE WHEN l.case_id IS NULL THEN f.utc_offset ELSE l.utc_offset END AS last_utc_offset
FROM events AS f
LEFT JOIN lasts AS l ON l.case_id = f.case_id AND l.step_id = f.step_id
WHERE f.step_id IS NOT NULL AND f.version IS NOT NULL AND (l.case_id IS NULL OR f.sequence = l.first_sequence)
