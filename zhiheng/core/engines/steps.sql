-- What a case did in each step: derived once a run, read by most controls.
WITH ends AS (
  SELECT case_id, step_id, COUNT(*) AS times, MIN(sequence) AS first_sequence, MAX(sequence) AS last_sequence
  FROM events
  WHERE step_id IS NOT NULL AND version IS NOT NULL
  GROUP BY case_id, step_id
)
SELECT x.case_id, f.power_id, f.version, x.step_id, x.times,
       f.event_id AS first_event_id, f.occurred_at AS first_at, f.day AS first_day, f.n AS first_n, x.first_sequence,
       f.official_id AS first_official_id, f.unit_id AS first_unit_id, f.utc_offset AS first_utc_offset,
       l.event_id AS last_event_id, l.occurred_at AS last_at, l.day AS last_day, l.n AS last_n, x.last_sequence,
       l.official_id AS last_official_id, l.unit_id AS last_unit_id, l.utc_offset AS last_utc_offset
FROM ends AS x
JOIN events AS f ON f.case_id = x.case_id AND f.sequence = x.first_sequence
JOIN events AS l ON l.case_id = x.case_id AND l.sequence = x.last_sequence
