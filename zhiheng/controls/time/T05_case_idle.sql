/*---
id: T05
title: {zh: 办件搁置, en: Case idle}
flags:
  zh: 在办件很久没有任何行为，时钟也没有依程序停下。
  en: Nothing has happened for a long time in a case that is still open and whose clock is not stopped.
why:
  zh: 时限还没有过，不等于有人在办。没有人动的办件，往往是在等人去打招呼。
  en: A limit not yet passed does not mean that somebody is at work. A case that nobody touches is often one that waits for a word to be put in.
principle:
  zh: 受理的事项应当不间断地办理。
  en: A case that was taken on is worked on without a break.
measure:
  zh: 在办件最后一个行为（其后停过表的，最后一次停表的末日）的次日起，数到核验之日的工作日，与参数 workdays 相比；参数 days 大于零的，改数自然日，与 days 相比。停表尚未结束的、日志不载明在办的，不判断。
  en: The working days from the day after the last act of an open case (or after the last day of a later stop) to the day of the check, against the parameter workdays; where the parameter days is above zero, calendar days against that. A case whose clock stands still, or of which the log does not say that it is open, is not judged.
blind:
  zh: 它看不到没有登记的工作，也不知道是否在等申请人。
  en: It does not see work that was not recorded, nor whether the office waits for the applicant.
phase: during
bands: {notice: -3, warning: 1, yellow: 10}
parameters: {workdays: {type: int, unit: workday, default: 15}, days: {type: int, unit: day, default: 0}}
---*/
WITH latest AS (
  SELECT e.case_id, MAX(e.sequence) AS last_sequence, MAX(e.day) AS last_day
  FROM events AS e
  JOIN cases AS c ON c.case_id = e.case_id
  WHERE c.status = 'open' AND c.version IS NOT NULL
  GROUP BY e.case_id
),
stops AS (
  SELECT s.case_id, MAX(CASE WHEN s.to_day IS NULL OR s.to_day > $today THEN 1 ELSE 0 END) AS standing, MAX(s.to_day) AS last_day
  FROM suspensions AS s
  JOIN latest AS l ON l.case_id = s.case_id
  WHERE s.from_day <= $today
  GROUP BY s.case_id
),
idle AS (
  SELECT l.case_id, l.last_sequence, CASE WHEN s.last_day > l.last_day THEN s.last_day ELSE l.last_day END AS since_day
  FROM latest AS l
  LEFT JOIN stops AS s ON s.case_id = l.case_id
  WHERE COALESCE(s.standing, 0) = 0
)
SELECT i.case_id, e.power_id, 'idle' AS subject_id, CAST(NULL AS VARCHAR) AS event_id, COALESCE(e.unit_id, c.unit_id) AS unit_id, e.official_id,
       CAST(NULL AS BIGINT) AS occurred_at, CAST(NULL AS BIGINT) AS due_at,
       CASE WHEN $days > 0 THEN $today - i.since_day ELSE $today_n - w.n END AS measured,
       CASE WHEN $days > 0 THEN $days ELSE $workdays END AS allowed,
       CASE WHEN $days > 0 THEN 'day' ELSE 'workday' END AS measure_unit, e.event_id AS start_event_id
FROM events AS e
JOIN idle AS i ON i.case_id = e.case_id AND i.last_sequence = e.sequence
JOIN cases AS c ON c.case_id = i.case_id
LEFT JOIN workdays AS w ON w.day = i.since_day
