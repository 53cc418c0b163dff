/*---
id: S03
title: {zh: 不相容环节由同一单位办理, en: Same unit in incompatible steps}
flags:
  zh: 清单要求由不同单位办理的两个环节，由同一单位办理。
  en: One unit took two steps that the catalogue gives to different units.
why:
  zh: 又管又办，又罚又收，自己检查自己：运动员和裁判员是同一家，监督就成了空话。
  en: Where one house both decides and collects, or works and inspects its own work, player and referee wear the same shirt.
principle:
  zh: 决定、执行、监督不由同一单位包办。
  en: Deciding, carrying out and supervising are not all in one unit's hands.
subject: separations
measure:
  zh: 两个环节都发生的办件，有同一单位各办过其中一次的为一，否则为零。
  en: Where both steps happened, the value is one if some unit did an act of each, else zero.
blind:
  zh: 它只认行为上登记的单位，不认单位之间的隶属；单位不详又无共同者的，列为无法核验。
  en: It knows the unit recorded with the act and not which unit belongs to which; where units are unknown and none is shared it is not checkable.
phase: before
blocks: true
bands: {red: 1}
boundary: {zh: 是与否，没有中间值。, en: It is yes or no; there is no value between.}
---*/
WITH acts AS (
  SELECT e.case_id, e.power_id, p.separation_id, e.sequence, e.unit_id,
         CASE WHEN e.step_id = p.step_a THEN 1 ELSE 0 END AS is_a, CASE WHEN e.step_id = p.step_b THEN 1 ELSE 0 END AS is_b
  FROM events AS e
  JOIN separations AS p ON p.power_id = e.power_id AND p.version = e.version AND (e.step_id = p.step_a OR e.step_id = p.step_b)
  WHERE p.scope = 'unit'
),
pairs AS (
  SELECT case_id, power_id, separation_id, MAX(sequence) AS last_sequence,
         MAX(CASE WHEN unit_id IS NULL THEN 1 ELSE 0 END) AS unknown
  FROM acts
  GROUP BY case_id, power_id, separation_id
  HAVING MAX(is_a) = 1 AND MAX(is_b) = 1
),
houses AS (
  SELECT case_id, separation_id, unit_id, MAX(sequence) AS last_sequence
  FROM acts
  WHERE unit_id IS NOT NULL
  GROUP BY case_id, separation_id, unit_id
  HAVING MAX(is_a) = 1 AND MAX(is_b) = 1
),
shared AS (
  SELECT case_id, separation_id, MAX(last_sequence) AS last_sequence FROM houses GROUP BY case_id, separation_id
),
compared AS (
  SELECT b.case_id, b.power_id, b.separation_id, b.unknown, h.case_id AS shared_case_id,
         COALESCE(h.last_sequence, b.last_sequence) AS sequence
  FROM pairs AS b
  LEFT JOIN shared AS h ON h.case_id = b.case_id AND h.separation_id = b.separation_id
)
SELECT c.case_id, c.power_id, c.separation_id AS subject_id, e.event_id, e.unit_id, e.official_id, e.occurred_at, NULL AS due_at,
       CASE WHEN c.shared_case_id IS NOT NULL THEN 1 WHEN c.unknown = 1 THEN NULL ELSE 0 END AS measured,
       0 AS allowed, 'flag' AS measure_unit, NULL AS start_event_id
FROM events AS e
JOIN compared AS c ON c.case_id = e.case_id AND c.sequence = e.sequence
