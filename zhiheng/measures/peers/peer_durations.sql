/*---
id: peer_durations
title: {zh: 同类办理时间, en: How long peers take}
tells:
  zh: 每项职权一行：已办结的办件用了多长时间，中间一半在什么范围，彼此相差多少。
  en: "One row a power: how long its closed cases took, within what the middle half lies, how far they lie apart."
why:
  zh: 一件办得快慢，要与同类办件相比才知道。少数特别慢的会把平均数拉高，中位数不受它们左右。
  en: Whether a case was slow can only be told beside its peers. A few very slow ones pull the average up; the median is not moved by them.
measure:
  zh: 已办结办件自开始至办结的时间，减去停表时间（重叠的停表只减一次）。四分位数与中位数取最近秩（至少有该比例的办件不长于此的最小值，Hyndman 与 Fan 1996 的定义 1），不取平均；偏差为各件与中位数之差的绝对值的中位数（Hampel 1974）。撤回的、未办结的、时刻不详或先后颠倒的不计。
  en: From opening to close of the closed cases, less the time for which the clock was stopped (stops that overlap count once). Quartiles and median are nearest ranks (the smallest value that at least that share of cases does not exceed; definition 1 of Hyndman and Fan 1996), never averaged; the deviation is the median of the distances from the median (Hampel 1974). Cases that were withdrawn, are open, or whose moments are unknown or the wrong way round are left out.
blind:
  zh: 同一职权之内难易不分；各年的规定不同的，也合在一起。
  en: Within a power it does not tell hard cases from easy ones, and it puts together years in which the rules were not the same.
scope: record
columns:
  - {name: power_id, type: text, title: {zh: 职权, en: Power}}
  - {name: type, type: text, title: {zh: 职权类型, en: Type of power}}
  - {name: cases, type: int, unit: count, title: {zh: 已办结, en: Closed cases}}
  - {name: lower_quartile, type: int, unit: microsecond, title: {zh: 下四分位数, en: Lower quartile}}
  - {name: median, type: int, unit: microsecond, title: {zh: 中位数, en: Median}}
  - {name: upper_quartile, type: int, unit: microsecond, title: {zh: 上四分位数, en: Upper quartile}}
  - {name: deviation, type: int, unit: microsecond, title: {zh: 绝对中位差, en: Median absolute deviation}}
  - {name: longest, type: int, unit: microsecond, title: {zh: 最长, en: Longest}}
---*/
WITH closed AS (
  SELECT c.case_id, c.power_id, p.type, c.opened_at, c.closed_at
  FROM cases AS c
  JOIN powers AS p ON p.power_id = c.power_id AND p.version = c.version
  WHERE c.status = 'closed' AND c.opened_at <= c.closed_at
),
stopped AS (
  SELECT s.case_id,
         CASE WHEN s.from_at < c.opened_at THEN c.opened_at ELSE s.from_at END AS from_at,
         CASE WHEN s.to_at IS NULL OR s.to_at > c.closed_at THEN c.closed_at ELSE s.to_at END AS to_at
  FROM suspensions AS s
  JOIN closed AS c ON c.case_id = s.case_id
  WHERE s.from_at <= c.closed_at
),
reached AS (
  SELECT case_id, from_at, to_at,
         MAX(to_at) OVER (PARTITION BY case_id ORDER BY from_at NULLS LAST, to_at NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_at
  FROM stopped
),
stops AS (
  SELECT case_id,
         SUM(CASE WHEN to_at <= from_at OR to_at <= before_at THEN 0 WHEN before_at > from_at THEN to_at - before_at ELSE to_at - from_at END) AS time
  FROM reached
  GROUP BY case_id
),
placed AS (
  SELECT c.power_id, c.type, c.closed_at - c.opened_at - COALESCE(s.time, 0) AS took,
         ROW_NUMBER() OVER (PARTITION BY c.power_id ORDER BY c.closed_at - c.opened_at - COALESCE(s.time, 0) NULLS LAST) AS place,
         COUNT(*) OVER (PARTITION BY c.power_id) AS many
  FROM closed AS c
  LEFT JOIN stops AS s ON s.case_id = c.case_id
),
quartiles AS (
  SELECT power_id, MAX(type) AS type, MAX(many) AS cases,
         MIN(CASE WHEN 4 * place >= many THEN took END) AS lower_quartile,
         MIN(CASE WHEN 2 * place >= many THEN took END) AS median,
         MIN(CASE WHEN 4 * place >= 3 * many THEN took END) AS upper_quartile,
         MAX(took) AS longest
  FROM placed
  GROUP BY power_id
),
apart AS (
  SELECT p.power_id, ABS(p.took - q.median) AS distance, p.many,
         ROW_NUMBER() OVER (PARTITION BY p.power_id ORDER BY ABS(p.took - q.median) NULLS LAST) AS place
  FROM placed AS p
  JOIN quartiles AS q ON q.power_id = p.power_id
),
deviations AS (
  SELECT power_id, MIN(CASE WHEN 2 * place >= many THEN distance END) AS deviation FROM apart GROUP BY power_id
)
SELECT q.power_id, q.type, q.cases, q.lower_quartile, q.median, q.upper_quartile, d.deviation, q.longest
FROM quartiles AS q
JOIN deviations AS d ON d.power_id = q.power_id
