/*---
id: Q04
title: {zh: 编号断号, en: Gap in the numbers}
flags:
  zh: 同一编号序列中，本件与前一件之间缺了号。
  en: In its numbering series the case does not follow the one before it; numbers in between are missing.
why:
  zh: 编号连着走，抽掉一件就会露出缺口。缺的那一件，可能是被撤下的案子，也可能从来没有进系统。
  en: Where numbers run on, a case that was taken out leaves a hole. The missing one may have been pulled, or never entered.
principle:
  zh: 办件按序列连续编号，作废的也留下记录。
  en: Cases are numbered without a break, and a number that is cancelled stays on record.
measure:
  zh: 有编号的办件，按序列和编号排列，测得值为本件编号与前一编号之间所缺的号数；每个序列最小的编号没有前一件，不判断。
  en: Cases with a number are put in the order of their series, and the numbers missing between a case and the one before it are counted; the lowest number of a series has none before it and is not judged.
blind:
  zh: 它比较不同的办件，只在全面核验时运行。日志只截取了一部分的，缺口可能在日志之外；序列末尾缺的号和重号它看不出。
  en: It compares cases with one another and runs in audits only. Where the log is an extract, the missing number may lie outside it; it does not see numbers missing at the end of a series, nor numbers given twice.
phase: after
scope: record
bands: {warning: 1}
boundary: {zh: 一个也不应缺，没有中间值。, en: Not one should be missing; there is no value between.}
---*/
WITH numbered AS (
  SELECT COALESCE(series, '') AS series, number, MIN(case_id) AS case_id FROM cases WHERE number IS NOT NULL GROUP BY COALESCE(series, ''), number
),
placed AS (
  SELECT series, number, case_id, LAG(number) OVER (PARTITION BY series ORDER BY number NULLS LAST) AS before FROM numbered
)
SELECT c.case_id, c.power_id, p.series AS subject_id, CAST(NULL AS VARCHAR) AS event_id, c.unit_id, CAST(NULL AS VARCHAR) AS official_id,
       c.opened_at AS occurred_at, CAST(NULL AS BIGINT) AS due_at, p.number - p.before - 1 AS measured, 0 AS allowed, 'count' AS measure_unit,
       CAST(NULL AS VARCHAR) AS start_event_id, 'absent' AS state
FROM cases AS c
JOIN placed AS p ON p.case_id = c.case_id
WHERE p.before IS NOT NULL AND c.version IS NOT NULL
UNION ALL
SELECT case_id, power_id, series, CAST(NULL AS VARCHAR), unit_id, CAST(NULL AS VARCHAR), opened_at, CAST(NULL AS BIGINT), NULL, 0, 'count',
       CAST(NULL AS VARCHAR), 'absent'
FROM cases
WHERE series IS NOT NULL AND number IS NULL AND version IS NOT NULL
