/*---
id: P01
title: {zh: 必经环节或后续行为缺失, en: Required step or response missing}
flags:
  zh: 已办结的办件缺少清单规定的必经环节，或者某一行为之后没有应有的后续行为。
  en: A closed case lacks a step that the catalogue requires, or an act was not followed by the response that has to follow it.
why:
  zh: 少一个环节，往往就是少了一次审查、一次告知或一次申辩的机会。
  en: A step left out is often a check that nobody made, or a notice that a person never got.
principle:
  zh: 规定的程序一个也不能少。
  en: No part of the procedure that is prescribed may be left out.
subject: [responses, power_steps]
measure:
  zh: 必经环节在办结后核验（日志不记载办结的，逐件核验）；后续行为须发生在触发行为之后，在办件和撤回件还没有的不予判断。缺失为一，否则为零。
  en: Required steps are checked once the case is closed (in every case, where the log does not tell); a response has to come after the act that calls for it, and one that an open or withdrawn case lacks is not held against it. Missing is one, else zero.
blind:
  zh: 它看不到做了而没有登记的行为。
  en: It does not see an act that was done but never recorded.
phase: after
scope: case
bands: {yellow: 1}
not_checkable: {zh: 有没有记录总能判断。, en: Whether an act is on record can always be told.}
boundary: {zh: 是与否，没有中间值。, en: It is yes or no; there is no value between.}
---*/
WITH done AS (
  SELECT s.case_id, s.step_id, s.first_event_id, s.first_unit_id, s.first_official_id, s.first_at
  FROM steps AS s
  JOIN power_steps AS k ON k.power_id = s.power_id AND k.version = s.version AND k.step_id = s.step_id AND k.required = 1
),
asked AS (
  SELECT DISTINCT power_id, version, need_step FROM responses
),
answers AS (
  SELECT s.case_id, s.step_id, s.last_sequence, s.last_event_id, s.last_official_id, s.last_at
  FROM steps AS s
  JOIN asked AS a ON a.power_id = s.power_id AND a.version = s.version AND a.need_step = s.step_id
)
SELECT c.case_id, c.power_id, r.step_id AS subject_id, s.first_event_id AS event_id, COALESCE(s.first_unit_id, c.unit_id) AS unit_id,
       s.first_official_id AS official_id, s.first_at AS occurred_at, NULL AS due_at,
       CASE WHEN s.case_id IS NULL THEN 1 ELSE 0 END AS measured, 0 AS allowed, 'flag' AS measure_unit,
       NULL AS start_event_id, CASE WHEN s.case_id IS NULL THEN 'absent' ELSE 'done' END AS state
FROM cases AS c
JOIN power_steps AS r ON r.power_id = c.power_id AND r.version = c.version AND r.required = 1
LEFT JOIN done AS s ON s.case_id = c.case_id AND s.step_id = r.step_id
WHERE COALESCE(c.status, 'closed') = 'closed'
UNION ALL
SELECT a.case_id, a.power_id, r.response_id,
       CASE WHEN n.last_sequence > CASE WHEN r.which = 'last' THEN a.last_sequence ELSE a.first_sequence END THEN n.last_event_id END,
       COALESCE(a.first_unit_id, c.unit_id),
       CASE WHEN n.last_sequence > CASE WHEN r.which = 'last' THEN a.last_sequence ELSE a.first_sequence END THEN n.last_official_id END,
       CASE WHEN n.last_sequence > CASE WHEN r.which = 'last' THEN a.last_sequence ELSE a.first_sequence END THEN n.last_at END,
       NULL,
       CASE WHEN n.last_sequence > CASE WHEN r.which = 'last' THEN a.last_sequence ELSE a.first_sequence END THEN 0 ELSE 1 END,
       0, 'flag', CASE WHEN r.which = 'last' THEN a.last_event_id ELSE a.first_event_id END,
       CASE WHEN n.last_sequence > CASE WHEN r.which = 'last' THEN a.last_sequence ELSE a.first_sequence END THEN 'done'
            ELSE 'absent' END
FROM steps AS a
JOIN responses AS r ON r.power_id = a.power_id AND r.version = a.version AND r.after_step = a.step_id AND r.which <> 'each'
JOIN cases AS c ON c.case_id = a.case_id
LEFT JOIN answers AS n ON n.case_id = a.case_id AND n.step_id = r.need_step
WHERE COALESCE(c.status, 'closed') = 'closed'
   OR n.last_sequence > CASE WHEN r.which = 'last' THEN a.last_sequence ELSE a.first_sequence END
UNION ALL
SELECT e.case_id, e.power_id, r.response_id, CASE WHEN n.last_sequence > e.sequence THEN n.last_event_id END,
       COALESCE(e.unit_id, c.unit_id), CASE WHEN n.last_sequence > e.sequence THEN n.last_official_id END,
       CASE WHEN n.last_sequence > e.sequence THEN n.last_at END, NULL,
       CASE WHEN n.last_sequence > e.sequence THEN 0 ELSE 1 END, 0, 'flag', e.event_id,
       CASE WHEN n.last_sequence > e.sequence THEN 'done' ELSE 'absent' END
FROM events AS e
JOIN responses AS r ON r.power_id = e.power_id AND r.version = e.version AND r.after_step = e.step_id
JOIN cases AS c ON c.case_id = e.case_id
LEFT JOIN answers AS n ON n.case_id = e.case_id AND n.step_id = r.need_step
WHERE r.which = 'each' AND (COALESCE(c.status, 'closed') = 'closed' OR n.last_sequence > e.sequence)
