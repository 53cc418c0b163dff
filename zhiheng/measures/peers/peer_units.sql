/*---
id: peer_units
title: {zh: 各单位的快慢, en: Units beside their peers}
tells: {zh: 每项职权、每个单位一行：办结用时，与办同一职权的各单位相比。, en: "One row a power and unit: how long its cases took, beside the units that exercise the same power."}
why:
  zh: 同一件事在不同的单位办，快慢不应相差悬殊。
  en: The same matter should not take far longer in one unit than in the others.
measure:
  zh: 已办结办件自开始至办结的时间（含停表）。单位的中位数与各单位中位数之中位数相比；偏差为各单位与之相差的中位数；有 units 个以上单位、超出中位数 k 倍偏差以上且至少 least 小时的，beyond 为 1（Hampel 1974；Leys 等 2013）。分位数取最近秩，不取平均。
  en: From opening to close of closed cases, stopped time included. A unit's median is held against the median of the units' medians; the deviation is the median of their distances from it; beyond is 1 for a unit more than k deviations and at least `least` hours above, where there are at least `units` of them (Hampel 1974; Leys and others 2013). All are nearest ranks, never averaged.
blind:
  zh: 单位少的时候，中位数本身就不稳；各单位的办件难易可能不同。
  en: Where units are few the median itself is unsteady, and one unit's cases may be harder than another's.
scope: record
columns:
  - {name: power_id, type: text, title: {zh: 职权, en: Power}}
  - {name: unit_id, type: text, title: {zh: 单位, en: Unit}}
  - {name: cases, type: int, unit: count, title: {zh: 已办结, en: Closed cases}}
  - {name: lower_quartile, type: int, unit: microsecond, title: {zh: 下四分位数, en: Lower quartile}}
  - {name: median, type: int, unit: microsecond, title: {zh: 中位数, en: Median}}
  - {name: upper_quartile, type: int, unit: microsecond, title: {zh: 上四分位数, en: Upper quartile}}
  - {name: peers, type: int, unit: count, title: {zh: 单位数, en: Units}}
  - {name: peers_median, type: int, unit: microsecond, title: {zh: 各单位的中位数, en: Median of the units}}
  - {name: peers_deviation, type: int, unit: microsecond, title: {zh: 绝对中位差, en: Median absolute deviation}}
  - {name: beyond, type: flag, unit: flag, title: {zh: 远慢于其他单位, en: Far slower than the others}}
parameters: {k: {type: int, unit: deviations, default: 6}, units: {type: int, unit: units, default: 5}, least: {type: int, unit: hours, default: 24}}
---*/
WITH placed AS (
  SELECT power_id, unit_id, closed_at - opened_at AS took,
         ROW_NUMBER() OVER (PARTITION BY power_id, unit_id ORDER BY closed_at - opened_at NULLS LAST) AS place,
         COUNT(*) OVER (PARTITION BY power_id, unit_id) AS many
  FROM cases
  WHERE status = 'closed' AND version IS NOT NULL AND unit_id IS NOT NULL AND opened_at <= closed_at
),
of_unit AS (
  SELECT power_id, unit_id, MAX(many) AS cases, MIN(CASE WHEN 4 * place >= many THEN took END) AS lower_quartile,
         MIN(CASE WHEN 2 * place >= many THEN took END) AS median, MIN(CASE WHEN 4 * place >= 3 * many THEN took END) AS upper_quartile
  FROM placed
  GROUP BY power_id, unit_id
),
among AS (
  SELECT power_id, median, ROW_NUMBER() OVER (PARTITION BY power_id ORDER BY median NULLS LAST) AS place, COUNT(*) OVER (PARTITION BY power_id) AS many
  FROM of_unit
),
middle AS (
  SELECT power_id, MAX(many) AS peers, MIN(CASE WHEN 2 * place >= many THEN median END) AS peers_median FROM among GROUP BY power_id
),
apart AS (
  SELECT u.power_id, ABS(u.median - m.peers_median) AS distance, m.peers,
         ROW_NUMBER() OVER (PARTITION BY u.power_id ORDER BY ABS(u.median - m.peers_median) NULLS LAST) AS place
  FROM of_unit AS u
  JOIN middle AS m ON m.power_id = u.power_id
),
spread AS (
  SELECT power_id, MIN(CASE WHEN 2 * place >= peers THEN distance END) AS peers_deviation FROM apart GROUP BY power_id
)
SELECT u.power_id, u.unit_id, u.cases, u.lower_quartile, u.median, u.upper_quartile, m.peers, m.peers_median, s.peers_deviation,
       CASE WHEN m.peers < $units THEN NULL WHEN u.median - m.peers_median > $k * s.peers_deviation AND u.median - m.peers_median >= $least * 3600000000 THEN 1 ELSE 0 END AS beyond
FROM of_unit AS u
JOIN middle AS m ON m.power_id = u.power_id
JOIN spread AS s ON s.power_id = u.power_id
