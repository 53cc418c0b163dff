/*---
id: durations
title: {zh: 办理时间, en: How long it takes}
tells:
  zh: 每项职权、每个环节、每个时限一行：用时的中位数、四分位数和第九十分位数。
  en: "One row a power, a step and a limit: median, quartiles and ninth decile of the time taken."
why:
  zh: 时限是上限，不是常态。通常要多久，应当看中间的那些办件，而不是最快和最慢的几件。
  en: A limit is the most that is allowed, not what is usual. How long things usually take is told by the cases in the middle, not by the fastest and slowest.
measure:
  zh: 职权：已办结办件自开始至办结。环节：每个行为距同一办件的前一行为。时限：已完成的，按其自身的单位（最短间隔除外）。停表时间在时限中扣除，其余不扣。分位数取最近秩（至少有该比例的值不大于它的最小值；Hyndman 与 Fan 1996 的定义 1），不取平均。
  en: A power, from opening to close of its closed cases. A step, from the act before it in the same case. A limit, what was measured of those that were met or missed by an act, in its own unit (minimum gaps left out). Stopped time is left out of limits and of nothing else. All are nearest ranks (the smallest value that at least that share does not exceed; definition 1 of Hyndman and Fan 1996), never averaged.
blind:
  zh: 未完成的不在其中，积压越多，看上去越快。
  en: What is not finished is not in it; the more lies waiting, the quicker it looks.
scope: record
columns:
  - {name: power_id, type: text, title: {zh: 职权, en: Power}}
  - {name: kind, type: text, title: {zh: 种类, en: Kind}}
  - {name: subject_id, type: text, title: {zh: 对象, en: Subject}}
  - {name: measure_unit, type: text, title: {zh: 单位, en: Unit}}
  - {name: n, type: int, unit: count, title: {zh: 个数, en: Number}}
  - {name: lower_quartile, type: int, unit: mixed, title: {zh: 下四分位数, en: Lower quartile}}
  - {name: median, type: int, unit: mixed, title: {zh: 中位数, en: Median}}
  - {name: upper_quartile, type: int, unit: mixed, title: {zh: 上四分位数, en: Upper quartile}}
  - {name: ninth_decile, type: int, unit: mixed, title: {zh: 第九十分位数, en: Ninth decile}}
---*/
WITH acts AS (
  SELECT power_id, version, step_id, occurred_at, LAG(occurred_at) OVER (PARTITION BY case_id ORDER BY sequence) AS before_at
  FROM events
),
taken AS (
  SELECT power_id, 'power' AS kind, power_id AS subject_id, 'microsecond' AS measure_unit, closed_at - opened_at AS took
  FROM cases
  WHERE status = 'closed' AND version IS NOT NULL AND opened_at <= closed_at
  UNION ALL
  SELECT power_id, 'step', step_id, 'microsecond', occurred_at - before_at
  FROM acts
  WHERE step_id IS NOT NULL AND version IS NOT NULL AND before_at <= occurred_at
  UNION ALL
  SELECT power_id, 'limit', limit_id, measure_unit, measured
  FROM clocks
  WHERE state = 'done' AND kind <> 'minimum' AND measured IS NOT NULL
),
placed AS (
  SELECT power_id, kind, subject_id, measure_unit, took,
         ROW_NUMBER() OVER (PARTITION BY power_id, kind, subject_id, measure_unit ORDER BY took NULLS LAST) AS place,
         COUNT(*) OVER (PARTITION BY power_id, kind, subject_id, measure_unit) AS many
  FROM taken
)
SELECT power_id, kind, subject_id, measure_unit, MAX(many) AS n,
       MIN(CASE WHEN 4 * place >= many THEN took END) AS lower_quartile,
       MIN(CASE WHEN 2 * place >= many THEN took END) AS median,
       MIN(CASE WHEN 4 * place >= 3 * many THEN took END) AS upper_quartile,
       MIN(CASE WHEN 10 * place >= 9 * many THEN took END) AS ninth_decile
FROM placed
GROUP BY power_id, kind, subject_id, measure_unit
