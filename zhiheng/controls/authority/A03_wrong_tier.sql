/*---
id: A03
title: {zh: 层级不符, en: Wrong tier of government}
flags:
  zh: 行使职权的单位所属的层级，不是清单规定的行使层级。
  en: The unit that exercised the power belongs to another tier of government than the catalogue says.
why:
  zh: 该由市里决定的到了街道，或者该由街道就近办的收到市里，人就走错门，责任也落不到人。
  en: Where the wrong level decides, people are sent to the wrong door and nobody knows who answers.
principle:
  zh: 职权按规定的层级行使，下放须有依据。
  en: A power is exercised at the tier that the rules name; moving it down needs a ground.
measure:
  zh: 清单为行使主体写有层级的职权，逐个核验标为受理或决定的环节上的行为（没有一个环节标明的，核验清单中的全部环节）：行为单位当日在单位表中的层级，与清单为该单位所写的层级（清单没有写该单位的，与当日任一行使主体的层级）相比，不符为一，否则为零。
  en: For powers whose holders have a tier each act in a step of the kind acceptance or decision is judged (each act in any step, where no step has a kind). The unit's tier in the table of units on that day is compared with the tier that the catalogue gives that unit as a holder, or any holder of that day where it is none. The value is one if they differ, else zero.
blind:
  zh: 没有单位表的城市不核验；单位不在表中或者没有写层级的，列为无法核验。当日没有一个行使主体有层级的，不判断。
  en: A city without a table of units is not judged; a unit that is not in it, or has no tier there, is not checkable. On days when no holder has a tier there is nothing to compare with.
phase: before
blocks: true
bands: {yellow: 1}
boundary: {zh: 是与否，没有中间值；有效期的首日和末日都算在内。, en: It is yes or no; the first and the last day of holding both count.}
---*/
WITH kept AS (
  SELECT MAX(1) AS any_unit FROM units
),
held AS (
  SELECT h.power_id, MAX(1) AS listed FROM kept AS t JOIN holders AS h ON h.tier IS NOT NULL AND t.any_unit = 1 GROUP BY h.power_id
),
marked AS (
  SELECT power_id, version, MAX(CASE WHEN kind IS NULL THEN 0 ELSE 1 END) AS any_kind FROM power_steps GROUP BY power_id, version
),
acts AS (
  SELECT e.case_id, e.power_id, e.step_id, e.event_id, e.sequence, e.official_id, e.occurred_at, e.day, COALESCE(e.unit_id, c.unit_id) AS unit_id
  FROM events AS e
  JOIN held AS h ON h.power_id = e.power_id
  JOIN power_steps AS k ON k.power_id = e.power_id AND k.version = e.version AND k.step_id = e.step_id
  JOIN marked AS m ON m.power_id = e.power_id AND m.version = e.version AND (m.any_kind = 0 OR k.kind IS NOT NULL)
  JOIN cases AS c ON c.case_id = e.case_id
),
placed AS (
  SELECT a.case_id, a.sequence, MAX(u.tier) AS tier
  FROM acts AS a
  JOIN units AS u ON u.unit_id = a.unit_id AND COALESCE(u.valid_from_day, a.day) <= a.day AND COALESCE(u.valid_to_day, a.day) >= a.day
  GROUP BY a.case_id, a.sequence
),
compared AS (
  SELECT a.case_id, a.sequence,
         MAX(CASE WHEN h.unit_id = a.unit_id THEN 1 ELSE 0 END) AS own,
         MAX(CASE WHEN h.unit_id = a.unit_id AND h.tier = p.tier THEN 1 ELSE 0 END) AS own_fits,
         MAX(CASE WHEN h.tier = p.tier THEN 1 ELSE 0 END) AS any_fits
  FROM acts AS a
  JOIN holders AS h ON h.power_id = a.power_id AND h.tier IS NOT NULL
                   AND COALESCE(h.valid_from_day, a.day) <= a.day AND COALESCE(h.valid_to_day, a.day) >= a.day
  LEFT JOIN placed AS p ON p.case_id = a.case_id AND p.sequence = a.sequence
  GROUP BY a.case_id, a.sequence
)
SELECT a.case_id, a.power_id, a.step_id AS subject_id, a.event_id, a.unit_id, a.official_id, a.occurred_at, NULL AS due_at,
       CASE WHEN p.tier IS NULL THEN NULL WHEN x.own = 1 THEN 1 - x.own_fits ELSE 1 - x.any_fits END AS measured,
       0 AS allowed, 'flag' AS measure_unit
FROM acts AS a
JOIN compared AS x ON x.case_id = a.case_id AND x.sequence = a.sequence
LEFT JOIN placed AS p ON p.case_id = a.case_id AND p.sequence = a.sequence
