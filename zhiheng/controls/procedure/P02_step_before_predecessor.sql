/*---
id: P02
title: {zh: 环节倒置, en: Step before its predecessor}
flags:
  zh: 一个环节在其前置环节完成之前就办了。
  en: A step was taken before the steps that have to come before it.
why:
  zh: 先批后审，审就成了补手续。次序是制约本身的一部分。
  en: Where approval comes before review, the review is only paper. The order is part of the check.
principle:
  zh: 环节应当按规定的次序进行。
  en: Steps are taken in the order prescribed.
subject: power_steps
measure:
  zh: 环节首次发生时，尚缺的前置环节个数；允许值为零。
  en: How many of the steps it needs had not happened when it happened first; none is allowed.
blind:
  zh: 它按记录的次序判断；同一时刻登记的行为以记录先后为准。
  en: It goes by the order of the record; acts recorded for the same moment are taken in the order in which they stand.
phase: before
scope: case
blocks: true
bands: {yellow: 1}
not_checkable: {zh: 记录的次序总是存在。, en: There always is an order of the record.}
---*/
WITH wanted AS (
  SELECT power_id, version, after_step, COUNT(*) AS predecessors, COALESCE(MAX(needed), COUNT(*)) AS needed
  FROM step_order
  GROUP BY power_id, version, after_step
),
missing AS (
  SELECT x.case_id, x.step_id, COUNT(*) AS missing
  FROM steps AS x
  JOIN step_order AS o ON o.power_id = x.power_id AND o.version = x.version AND o.after_step = x.step_id
  LEFT JOIN steps AS b ON b.case_id = x.case_id AND b.step_id = o.before_step AND b.first_sequence < x.first_sequence
  WHERE b.case_id IS NULL
  GROUP BY x.case_id, x.step_id
)
SELECT x.case_id, x.power_id, x.step_id AS subject_id, x.first_event_id AS event_id, x.first_unit_id AS unit_id,
       x.first_official_id AS official_id, x.first_at AS occurred_at, NULL AS due_at,
       CASE WHEN w.needed > w.predecessors - m.missing THEN w.needed - w.predecessors + m.missing ELSE 0 END AS measured,
       0 AS allowed, 'count' AS measure_unit
FROM steps AS x
JOIN wanted AS w ON w.power_id = x.power_id AND w.version = x.version AND w.after_step = x.step_id
LEFT JOIN missing AS m ON m.case_id = x.case_id AND m.step_id = x.step_id
