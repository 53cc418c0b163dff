/*---
id: A01
title: {zh: 无权行使, en: Unit does not hold the power}
flags:
  zh: 行使职权的单位，在行为当日不是清单所列的行使主体。
  en: The unit that exercised the power was, on the day of the act, none of those that the catalogue says hold it.
why:
  zh: 职权是谁的，就由谁行使、由谁负责。没有这项职权的单位作出的决定，申请人拿到手里也可能无效。
  en: A power belongs to those who must answer for it. A decision by anybody else may turn out to be worth nothing to the person who holds it.
principle:
  zh: 职权由依法享有、受让或者受委托的单位行使；代收的单位只能收件。
  en: A power is exercised by a unit that holds it by law, by transfer or by entrustment; a unit that only takes in for another does not decide.
measure:
  zh: 清单列有行使主体的职权，逐个核验标为受理或决定的环节上的行为（没有一个环节标明的，核验清单中的全部环节）；行为当日有效的行使主体中没有行为单位的为一（只有代收资格而作出决定的，记为 intake-only），否则为零。行为没有登记单位的，以办件的单位为准。
  en: For powers with holders in the catalogue each act in a step of the kind acceptance or decision is judged (each act in any step, where no step has a kind). The value is one if the unit is no holder on that day, or may only take in and decided all the same (counted as intake-only), else zero. An act without a unit is taken to be by the case's unit.
blind:
  zh: 它只认登记的单位，不认内设机构与所属单位的关系；科室、窗口应当在 log.yaml 中对应到单位。单位都没有登记的，列为无法核验。
  en: It knows units by the id on record and not which section belongs to which; let log.yaml map sections and windows to their unit. Where no unit is on record it is not checkable.
phase: before
blocks: true
bands: {red: 1}
boundary: {zh: 是与否，没有中间值；有效期的首日和末日都算在内。, en: It is yes or no; the first and the last day of holding both count.}
---*/
WITH held AS (
  SELECT power_id, MAX(1) AS listed FROM holders GROUP BY power_id
),
marked AS (
  SELECT power_id, version, MAX(CASE WHEN kind IS NULL THEN 0 ELSE 1 END) AS any_kind FROM power_steps GROUP BY power_id, version
),
acts AS (
  SELECT e.case_id, e.power_id, e.version, e.step_id, e.event_id, e.sequence, e.official_id, e.occurred_at, e.day, k.kind,
         COALESCE(e.unit_id, c.unit_id) AS unit_id
  FROM events AS e
  JOIN held AS h ON h.power_id = e.power_id
  JOIN power_steps AS k ON k.power_id = e.power_id AND k.version = e.version AND k.step_id = e.step_id
  JOIN marked AS m ON m.power_id = e.power_id AND m.version = e.version AND (m.any_kind = 0 OR k.kind IS NOT NULL)
  JOIN cases AS c ON c.case_id = e.case_id
),
found AS (
  SELECT a.case_id, a.sequence, MAX(CASE WHEN h.by = 'agency_intake' THEN 0 ELSE 1 END) AS fully
  FROM acts AS a
  JOIN holders AS h ON h.power_id = a.power_id AND h.unit_id = a.unit_id
                   AND COALESCE(h.valid_from_day, a.day) <= a.day AND COALESCE(h.valid_to_day, a.day) >= a.day
  GROUP BY a.case_id, a.sequence
)
SELECT a.case_id, a.power_id, a.step_id AS subject_id, a.event_id, a.unit_id, a.official_id, a.occurred_at, NULL AS due_at,
       CASE WHEN a.unit_id IS NULL THEN NULL WHEN f.case_id IS NULL THEN 1 WHEN a.kind = 'decision' AND f.fully = 0 THEN 1 ELSE 0 END AS measured,
       0 AS allowed, 'flag' AS measure_unit,
       CASE WHEN a.kind = 'decision' AND f.fully = 0 THEN 'intake-only' END AS side
FROM acts AS a
LEFT JOIN found AS f ON f.case_id = a.case_id AND f.sequence = a.sequence
