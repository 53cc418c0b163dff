/*---
id: D01
title: {zh: 未按期公开, en: Not published in time}
flags:
  zh: 应当公开的结果没有公开，或者过了期限才公开。
  en: What has to be made public was not, or only after the time for it.
why:
  zh: 公开是让所有人都能看着。拖到没有人关心了再公开，等于没有公开。
  en: Publication lets everybody look on. What is published when nobody asks any more might as well not have been.
principle:
  zh: 应当公开的，按期公开。
  en: What must be public is made public in time.
subject: disclosure_duties
measure:
  zh: 自触发环节首次发生的次日起，数到首次公开之日（尚未公开的数到核验之日），按清单所写的单位；以日、月计的，末日逢休息日顺延。先于该环节公开的不算逾期。
  en: From the day after the step that calls for it happened first to the day it was first published (or, while it is not, to the day of the check), in the unit of the catalogue; a last day counted in days or months that is a rest day rolls on. What was published before the step is not late.
blind:
  zh: 它只认日志记载的公开（log.yaml 的 publications），看不到公开的内容是否完整，也看不到依法可以不公开的情形；没有记载的一律当作没有公开，日志不载公开的城市应当停用这条规则。
  en: It knows the publications that the log records (publications in log.yaml), not whether their content is complete nor what may lawfully be withheld. What is not recorded counts as not published, so a city whose log says nothing of it should switch this control off.
phase: after
bands: {notice: -2, warning: -1, yellow: 1}
---*/
WITH owed AS (
  SELECT s.case_id, s.power_id, d.duty_id, d.within, d.unit, s.first_event_id, s.first_at, s.first_day, s.first_n, s.first_unit_id
  FROM steps AS s
  JOIN disclosure_duties AS d ON d.power_id = s.power_id AND d.version = s.version AND d.after_step = s.step_id
),
published AS (
  SELECT p.case_id, p.duty_id, MIN(p.at) AS at, MIN(p.day) AS day FROM publications AS p GROUP BY p.case_id, p.duty_id
),
months AS (
  SELECT o.case_id, o.duty_id, MAX(t.day) AS day
  FROM owed AS o
  JOIN workdays AS s ON s.day = o.first_day
  JOIN workdays AS t ON t.month_index = s.month_index + o.within AND t.day_of_month <= s.day_of_month
  WHERE o.unit = 'month'
  GROUP BY o.case_id, o.duty_id
),
reckoned AS (
  SELECT o.*, p.at, CASE WHEN p.case_id IS NULL THEN 0 ELSE 1 END AS is_public,
         CASE WHEN p.case_id IS NULL THEN $today ELSE p.day END AS stop_day,
         CASE WHEN p.case_id IS NULL THEN $now ELSE p.at END AS stop_at,
         CASE WHEN o.unit = 'day' THEN o.first_day + o.within WHEN o.unit = 'month' THEN m.day END AS bare_day
  FROM owed AS o
  LEFT JOIN published AS p ON p.case_id = o.case_id AND p.duty_id = o.duty_id
  LEFT JOIN months AS m ON m.case_id = o.case_id AND m.duty_id = o.duty_id
),
dued AS (
  SELECT r.*, z.n AS stop_n, w.next_workday, d.day AS workday_due,
         CASE WHEN r.unit = 'workday' AND (b.status = 'provisional' OR z.status = 'provisional' OR d.status = 'provisional') THEN 1
              WHEN w.status = 'provisional' OR v.status = 'provisional' THEN 1 ELSE 0 END AS provisional
  FROM reckoned AS r
  LEFT JOIN workdays AS b ON b.day = r.first_day
  LEFT JOIN workdays AS z ON z.day = r.stop_day
  LEFT JOIN workdays AS w ON w.day = r.bare_day
  LEFT JOIN workdays AS v ON v.day = w.next_workday
  LEFT JOIN workdays AS d ON r.unit = 'workday' AND d.is_workday = 1 AND d.n = r.first_n + r.within
)
SELECT d.case_id, d.power_id, d.duty_id AS subject_id, CAST(NULL AS VARCHAR) AS event_id, COALESCE(d.first_unit_id, c.unit_id) AS unit_id,
       CAST(NULL AS VARCHAR) AS official_id, d.at AS occurred_at,
       CASE WHEN d.unit = 'hour' THEN d.first_at + d.within * 3600000000
            WHEN d.unit = 'workday' THEN d.workday_due * 86400000000 + 86399000000
            ELSE d.next_workday * 86400000000 + 86399000000 END AS due_at,
       CASE WHEN d.unit = 'hour' THEN d.stop_at - d.first_at
            WHEN d.unit = 'workday' THEN d.stop_n - d.first_n
            WHEN d.bare_day IS NULL THEN NULL
            WHEN d.next_workday IS NULL AND d.stop_day > d.bare_day THEN NULL
            ELSE d.stop_day - d.first_day END AS measured,
       CASE WHEN d.unit = 'hour' THEN d.within * 3600000000
            WHEN d.unit = 'workday' THEN d.within
            ELSE COALESCE(d.next_workday, d.bare_day) - d.first_day END AS allowed,
       CASE WHEN d.unit = 'hour' THEN 'microsecond' WHEN d.unit = 'workday' THEN 'workday' ELSE 'day' END AS measure_unit,
       d.first_event_id AS start_event_id, CASE WHEN d.is_public = 1 THEN 'done' ELSE 'pending' END AS state, d.provisional
FROM cases AS c
JOIN dued AS d ON d.case_id = c.case_id
