/*---
id: workload
title: {zh: 工作量, en: Workload}
tells: {zh: 每个单位、每名经办人、每月一行：行为数与经手的办件数。, en: "One row a unit, official and month: acts, and cases they acted in."}
why:
  zh: 忙闲不均，慢的未必是懒。说一个人办得慢之前，应当先看他手上有多少。
  en: Work is spread unevenly, and slow is not idle. Before somebody is called slow, look at how much was on the desk.
measure:
  zh: 按行为的单位、经办人和发生的月份计数；经办人不详的合为一行。
  en: Counted by the unit and official of the act and the month in which it happened; acts of unknown officials make one row.
blind:
  zh: 一个行为的轻重不分；没有登记的工作看不到。
  en: It does not tell a heavy act from a light one, and does not see work that was not recorded.
scope: record
columns:
  - {name: unit_id, type: text, title: {zh: 单位, en: Unit}}
  - {name: official_id, type: text, title: {zh: 经办人, en: Official}}
  - {name: month, type: int, unit: month, title: {zh: 月份, en: Month}}
  - {name: acts, type: int, unit: count, title: {zh: 行为, en: Acts}}
  - {name: cases, type: int, unit: count, title: {zh: 办件, en: Cases}}
---*/
SELECT e.unit_id, e.official_id, w.month_index AS month, COUNT(*) AS acts, COUNT(DISTINCT e.case_id) AS cases
FROM events AS e
LEFT JOIN workdays AS w ON w.day = e.day
GROUP BY e.unit_id, e.official_id, w.month_index
