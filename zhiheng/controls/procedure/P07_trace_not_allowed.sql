/*---
id: P07
title: {zh: 整体轨迹不合程序, en: Trace not allowed as a whole}
flags:
  zh: 办件从头到尾的轨迹，不是清单的环节模型所允许的任何一种。
  en: The case as a whole, from its first act to its last, is no way through the procedure that the catalogue allows.
why:
  zh: 单看每一步都说得过去，连起来却走了一条不该有的路。整体核验看的是路，不是步。
  en: Each step may look right by itself while the path they make is one that should not exist. This looks at the path.
principle:
  zh: 办件应当沿清单规定的程序进行。
  en: A case follows the procedure of the catalogue.
measure:
  zh: 把环节模型看作自动机，逐个行为走一遍；走不通的为一，否则为零。相同的轨迹只走一次。原因记为 unknown-step、too-often、too-early、after-close 或 unfinished。
  en: The step model is an automaton which the acts are run through; where it cannot go on the value is one, else zero. Equal traces are run once. The reason is counted as unknown-step, too-often, too-early, after-close or unfinished.
blind:
  zh: 它只看环节的次序，不看时间、人员和内容；一件只指出第一个走不通的地方。
  en: It sees the order of steps only, not times, people or content, and names only the first place where the path breaks.
phase: after
scope: case
bands: {yellow: 1}
not_checkable: {zh: 有记录就能走一遍。, en: Any record can be run through the model.}
boundary: {zh: 是与否，没有中间值。, en: It is yes or no; there is no value between.}
---*/
WITH broken AS (
  SELECT e.case_id, e.unit_id, e.official_id, e.occurred_at
  FROM events AS e
  JOIN conformance AS f ON f.case_id = e.case_id AND f.sequence = e.sequence
)
SELECT f.case_id, f.power_id, f.power_id AS subject_id, f.event_id, COALESCE(e.unit_id, c.unit_id) AS unit_id, e.official_id,
       e.occurred_at, NULL AS due_at, 1 - f.fits AS measured, 0 AS allowed, 'flag' AS measure_unit, NULL AS start_event_id,
       CASE WHEN f.fits = 0 AND f.event_id IS NULL THEN 'absent' ELSE 'done' END AS state, f.reason AS side
FROM conformance AS f
JOIN cases AS c ON c.case_id = f.case_id
LEFT JOIN broken AS e ON e.case_id = f.case_id
