/*---
id: throughput
title: {zh: 收办件数, en: Cases opened and closed}
tells: {zh: 每个单位、每月一行：新收、办结、撤回的办件数。, en: "One row a unit and month: cases opened, closed and withdrawn."}
why:
  zh: 收的多、办的少，积压就在增长，哪怕每一件都还没有过时限。
  en: Where more comes in than goes out, work piles up, though no limit has been passed yet.
measure:
  zh: 按办件的单位，以及开始之时、办结或撤回之时所在的月份计数。
  en: Counted by the case's unit, and by the month of its opening, and of its close or withdrawal.
blind:
  zh: 日志开始之前收的、日志未载办结时刻的，不在其中。
  en: Cases opened before the log begins are not in it, nor closes without a moment on record.
scope: record
columns:
  - {name: unit_id, type: text, title: {zh: 单位, en: Unit}}
  - {name: month, type: int, unit: month, title: {zh: 月份, en: Month}}
  - {name: opened, type: int, unit: count, title: {zh: 新收, en: Opened}}
  - {name: closed, type: int, unit: count, title: {zh: 办结, en: Closed}}
  - {name: withdrawn, type: int, unit: count, title: {zh: 撤回, en: Withdrawn}}
---*/
WITH moments AS (
  SELECT unit_id, opened_at AS at, 1 AS opened, 0 AS closed, 0 AS withdrawn FROM cases WHERE opened_at IS NOT NULL
  UNION ALL
  SELECT unit_id, closed_at, 0, CASE WHEN status = 'closed' THEN 1 ELSE 0 END, CASE WHEN status = 'withdrawn' THEN 1 ELSE 0 END
  FROM cases
  WHERE closed_at IS NOT NULL
)
SELECT m.unit_id, w.month_index AS month, SUM(m.opened) AS opened, SUM(m.closed) AS closed, SUM(m.withdrawn) AS withdrawn
FROM moments AS m
LEFT JOIN workdays AS w ON w.day * 86400000000 = m.at - m.at % 86400000000
GROUP BY m.unit_id, w.month_index
