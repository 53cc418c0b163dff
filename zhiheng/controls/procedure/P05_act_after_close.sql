/*---
id: P05
title: {zh: 办结后仍有行为, en: Act after the case was closed}
flags:
  zh: 办件办结或撤回之后，又发生了不属于办结后环节的行为。
  en: After the case was closed or withdrawn there were acts that do not belong after the close.
why:
  zh: 办结以后再改，改的可能就是结果。办结之后只应有送达、公开、归档这一类行为。
  en: What is changed after the close may be the result itself. After it there should only be delivery, publication and filing.
principle:
  zh: 办件办结后，非经规定程序不得再作实体处理。
  en: A closed case is not worked on again outside the procedure for it.
subject: power_steps
measure:
  zh: 办结之后不应有的行为个数；允许值为零。清单中排在办结环节之后的环节和可随时发生的环节不计。
  en: How many acts came after the close that should not; none is allowed. Steps that the catalogue puts after the close, or allows at any time, do not count.
blind:
  zh: 没有办结环节的日志，只能按办结时刻比较；同一时刻的行为不计。
  en: Where the log has no closing act, moments are compared, and acts at the very moment of the close do not count.
phase: before
scope: case
blocks: true
bands: {yellow: 1}
boundary: {zh: 一个也不允许，没有中间值。, en: Not one is allowed; there is no value between.}
---*/
WITH closing AS (
  SELECT s.case_id, MIN(s.first_sequence) AS close_sequence
  FROM steps AS s
  JOIN power_steps AS k ON k.power_id = s.power_id AND k.version = s.version AND k.step_id = s.step_id
  WHERE k.closes IS NOT NULL
  GROUP BY s.case_id
),
late AS (
  SELECT e.case_id, COUNT(*) AS acts, MIN(e.sequence) AS first_late
  FROM events AS e
  JOIN cases AS c ON c.case_id = e.case_id
  LEFT JOIN closing AS z ON z.case_id = c.case_id
  LEFT JOIN power_steps AS k ON k.power_id = c.power_id AND k.version = c.version AND k.step_id = e.step_id
  WHERE c.status IN ('closed', 'withdrawn') AND COALESCE(k.after_close, 0) = 0
    AND ((z.close_sequence IS NOT NULL AND e.sequence > z.close_sequence)
      OR (z.close_sequence IS NULL AND e.occurred_at > c.closed_at))
  GROUP BY e.case_id
),
lates AS (
  SELECT e.case_id, l.acts, e.event_id, e.step_id, e.activity, e.unit_id, e.official_id, e.occurred_at
  FROM events AS e
  JOIN late AS l ON l.case_id = e.case_id AND l.first_late = e.sequence
)
SELECT c.case_id, c.power_id, COALESCE(e.step_id, e.activity, 'close') AS subject_id, e.event_id,
       COALESCE(e.unit_id, c.unit_id) AS unit_id, e.official_id, e.occurred_at, NULL AS due_at,
       CASE WHEN z.close_sequence IS NULL AND c.closed_at IS NULL THEN NULL ELSE COALESCE(e.acts, 0) END AS measured,
       0 AS allowed, 'count' AS measure_unit, CASE WHEN e.event_id IS NULL THEN 'absent' ELSE 'done' END AS state
FROM cases AS c
LEFT JOIN closing AS z ON z.case_id = c.case_id
LEFT JOIN lates AS e ON e.case_id = c.case_id
WHERE c.status IN ('closed', 'withdrawn') AND c.version IS NOT NULL
