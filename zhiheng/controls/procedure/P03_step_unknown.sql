/*---
id: P03
title: {zh: 清单外环节, en: Step not in the catalogue}
flags:
  zh: 办件中发生了清单没有列出的行为。
  en: An act happened in the case that the catalogue does not list.
why:
  zh: 清单之外的环节，可能是多设的关卡，也可能是清单没有写全。两种情况都要改。
  en: A step outside the catalogue is either an extra hurdle or a gap in the catalogue. Both need mending.
principle:
  zh: 不得在清单之外增设环节。
  en: No step is added beyond those published.
subject: power_steps
measure:
  zh: 每一个行为，清单没有对应环节的为一，否则为零。
  en: Each act counts one if the catalogue has no step for it, else zero.
blind:
  zh: 它不能区分擅自增设的环节与清单的遗漏。
  en: It cannot tell a hurdle from a gap in the catalogue.
phase: during
scope: case
bands: {notice: 1}
not_checkable: {zh: 清单有没有这一环节总能判断。, en: Whether the catalogue has the step can always be told.}
boundary: {zh: 是与否，没有中间值。, en: It is yes or no; there is no value between.}
---*/
SELECT case_id, power_id, COALESCE(step_id, activity) AS subject_id, event_id, unit_id, official_id, occurred_at, NULL AS due_at,
       CASE WHEN step_id IS NULL THEN 1 ELSE 0 END AS measured, 0 AS allowed, 'flag' AS measure_unit
FROM events
WHERE version IS NOT NULL
