-- The act that closed a case or withdrew it: the last of a step that does so. Few rows of many, for what compares cases.
WITH closes AS (
  SELECT s.case_id, s.power_id, s.version, s.step_id, s.last_event_id, s.last_unit_id, s.last_official_id, s.last_at,
         s.last_sequence
  FROM steps AS s
  JOIN power_steps AS k ON k.power_id = s.power_id AND k.version = s.version AND k.step_id = s.step_id
  WHERE k.closes IS NOT NULL
),
lasts AS (
  SELECT case_id, MAX(last_sequence) AS last_sequence FROM closes GROUP BY case_id
)
SELECT c.case_id, c.power_id, c.version, c.step_id, c.last_event_id AS event_id, c.last_unit_id AS unit_id,
       c.last_official_id AS official_id, c.last_at AS closed_at, c.last_sequence AS sequence
FROM closes AS c
JOIN lasts AS x ON x.case_id = c.case_id AND x.last_sequence = c.last_sequence
