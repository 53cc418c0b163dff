/*---
id: S01
title: {zh: 不相容环节由同一人办理, en: Same hand in incompatible steps}
flags:
  zh: 清单要求由不同的人办理的两个环节，由同一人办理。
  en: One official took two steps that the catalogue gives to different people.
why:
  zh: 一个人既办又审，就没有人看着他。职责分离是防止出错和谋私的最基本的制约。
  en: Who both handles and approves is watched by nobody. Separation of duties is the oldest guard against error and favour.
principle:
  zh: 不相容的职责应当由不同的人承担。
  en: Incompatible duties are held by different people.
subject: separations
measure:
  zh: 两个环节都发生的办件，有同一经办人各办过其中一次的为一，否则为零。
  en: Where both steps happened, the value is one if some official did an act of each, else zero.
blind:
  zh: 它只认登记的经办人，看不到借用他人账号的情形；经办人不详又无共同者的，列为无法核验。
  en: It knows the official on record only and does not see borrowed accounts; where officials are unknown and none is shared it is not checkable.
phase: before
scope: case
blocks: true
bands: {red: 1}
boundary: {zh: 是与否，没有中间值。, en: It is yes or no; there is no value between.}
---*/
WITH acts AS (
  SELECT e.case_id, e.power_id, p.separation_id, e.sequence, e.official_id,
         CASE WHEN e.step_id = p.step_a THEN 1 ELSE 0 END AS is_a, CASE WHEN e.step_id = p.step_b THEN 1 ELSE 0 END AS is_b
  FROM events AS e
  JOIN separations AS p ON p.power_id = e.power_id AND p.version = e.version AND (e.step_id = p.step_a OR e.step_id = p.step_b)
  WHERE p.scope = 'official'
),
pairs AS (
  SELECT case_id, power_id, separation_id, MAX(sequence) AS last_sequence,
         MAX(CASE WHEN official_id IS NULL THEN 1 ELSE 0 END) AS unknown
  FROM acts
  GROUP BY case_id, power_id, separation_id
  HAVING MAX(is_a) = 1 AND MAX(is_b) = 1
),
hands AS (
  SELECT case_id, separation_id, official_id, MAX(sequence) AS last_sequence
  FROM acts
  WHERE official_id IS NOT NULL
  GROUP BY case_id, separation_id, official_id
  HAVING MAX(is_a) = 1 AND MAX(is_b) = 1
),
shared AS (
  SELECT case_id, separation_id, MAX(last_sequence) AS last_sequence FROM hands GROUP BY case_id, separation_id
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
