/*---
id: Q02
title: {zh: 批量办结, en: Batch entry}
flags:
  zh: 同一人在同一分钟内办结了许多办件。
  en: One official closed many cases within one and the same minute.
why:
  zh: 一分钟看不完几十个办件。批量点"办结"，多半是为了考核数字好看，真正的办理另在别处，或者根本没有。
  en: Nobody reads dozens of files in a minute. Cases closed in bulk are mostly closed for the statistics, while the real work happened elsewhere or not at all.
principle:
  zh: 每个办件逐件办结，记录反映实际办理的时间。
  en: Each case is closed by itself, and the record says when it really was.
measure:
  zh: 逐个核验有经办人的办结行为（清单中使办件办结或撤回的环节在办件中的末次）：同一经办人在同一分钟（钟面上的一分钟）办结的办件数，与参数 cases 相比。
  en: Each closing act with a known official is judged (the last act in a case of a step that closes or withdraws it), by how many cases that official closed in the same minute of the clock, against the parameter cases.
blind:
  zh: 它比较不同的办件，只在全面核验时运行。跨过整分的批量会分作两半；时刻恰为零时零分的，多半只登记了日期，列为无法核验；系统自动办结应当在 log.yaml 中写为占位者。
  en: It compares cases with one another and runs in audits only. A batch across the turn of a minute falls into two halves; a moment of exactly midnight is mostly a mere date and not checkable; let log.yaml name accounts that close by machine as placeholders.
phase: after
scope: record
bands: {notice: 1, warning: 10}
parameters: {cases: {type: int, unit: count, default: 5}}
---*/
WITH closing AS (
  SELECT case_id, power_id, event_id, unit_id, official_id, closed_at AS occurred_at, closed_at - closed_at % 60000000 AS minute,
         CASE WHEN closed_at % 86400000000 = 0 THEN 1 ELSE 0 END AS dated_only
  FROM closings
  WHERE official_id IS NOT NULL
),
together AS (
  SELECT official_id, minute, COUNT(*) AS many FROM closing GROUP BY official_id, minute
)
SELECT c.case_id, c.power_id, 'batch' AS subject_id, c.event_id, c.unit_id, c.official_id, c.occurred_at, NULL AS due_at,
       CASE WHEN c.dated_only = 1 THEN NULL ELSE t.many END AS measured, $cases AS allowed, 'count' AS measure_unit
FROM closing AS c
JOIN together AS t ON t.official_id = c.official_id AND t.minute = c.minute
