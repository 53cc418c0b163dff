/*---
id: S04
title: {zh: 应当回避而未回避, en: Official with an interest in the party}
flags:
  zh: 经办人办理了与自己有利害关系的当事人的办件。
  en: An official acted in the case of a party in whom they have an interest.
why:
  zh: 办自家人的事，再公正也没有人信。回避保护的是双方。
  en: Nobody believes a fair decision about one's own. Stepping aside protects both sides.
principle:
  zh: 与当事人有利害关系的人员应当回避。
  en: Who has an interest in the party steps aside.
basis:
  cn: [{law: 中华人民共和国公务员法, article: 第七十六条}]
measure:
  zh: 逐个核验报告过利害关系的人员的行为；行为当日与办件的当事人有利害关系的为一，否则为零。
  en: Each act by an official with declared interests is judged. The value is one if an interest in the case's party is in force on the day of the act, else zero.
blind:
  zh: 没有报告的利害关系它看不到，也不判断从未报告过的人员；当事人不详的，列为无法核验。依申请豁免的回避应当从表中注明止期。
  en: It does not see interests that were never declared, and does not judge officials who declared none; with the party unknown it is not checkable. An interest that was lawfully set aside should end in the table.
phase: before
blocks: true
bands: {red: 1}
boundary: {zh: 是与否，没有中间值；有效期的首日和末日都算在内。, en: It is yes or no; the first and the last day of an interest both count.}
---*/
WITH declared AS (
  SELECT official_id, MAX(1) AS any_interest FROM interests GROUP BY official_id
),
acts AS (
  SELECT e.case_id, e.power_id, e.step_id, e.activity, e.event_id, e.sequence, e.unit_id, e.official_id, e.occurred_at, e.day, c.party_id
  FROM events AS e
  JOIN declared AS d ON d.official_id = e.official_id
  JOIN cases AS c ON c.case_id = e.case_id
  WHERE e.version IS NOT NULL
),
joined AS (
  SELECT a.case_id, a.sequence, MAX(1) AS interested
  FROM acts AS a
  JOIN interests AS i ON i.official_id = a.official_id AND i.party_id = a.party_id
                     AND COALESCE(i.valid_from_day, a.day) <= a.day AND COALESCE(i.valid_to_day, a.day) >= a.day
  GROUP BY a.case_id, a.sequence
)
SELECT a.case_id, a.power_id, COALESCE(a.step_id, a.activity) AS subject_id, a.event_id, a.unit_id, a.official_id, a.occurred_at,
       NULL AS due_at, CASE WHEN a.party_id IS NULL THEN NULL ELSE COALESCE(j.interested, 0) END AS measured, 0 AS allowed, 'flag' AS measure_unit
FROM acts AS a
LEFT JOIN joined AS j ON j.case_id = a.case_id AND j.sequence = a.sequence
