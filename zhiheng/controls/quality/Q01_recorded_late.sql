/*---
id: Q01
title: {zh: 事后补录, en: Recorded long after it happened}
flags:
  zh: 行为发生很久以后才登记。
  en: An act was put on record long after it happened.
why:
  zh: 补录的日期想写哪天就写哪天。登记越晚，记录越不可信。
  en: A date that is filled in later can be any date one likes. The later the entry, the less the record is worth.
principle:
  zh: 行为应当在发生时如实登记。
  en: An act is recorded truly, when it happens.
measure:
  zh: 登记时刻减去发生时刻的微秒数，与参数 days 所定的天数相比。
  en: The microseconds from the moment of the act to the moment of its entry, against as many days as the parameter says.
blind:
  zh: 日志没有登记时刻的不判断；它也看不到登记之后的改动。
  en: Where the log has no moment of entry it does not judge, and it does not see what was changed after the entry.
phase: after
bands: {notice: 1, warning: 168}
parameters: {days: {type: int, unit: day, default: 7}}
not_checkable: {zh: 没有登记时刻的行为不判断。, en: An act without a moment of entry is not judged.}
---*/
SELECT case_id, power_id, COALESCE(step_id, activity) AS subject_id, event_id, unit_id, official_id, occurred_at, NULL AS due_at,
       recorded_at - occurred_at AS measured, $days * 86400000000 AS allowed, 'microsecond' AS measure_unit
FROM events
WHERE recorded_at IS NOT NULL AND version IS NOT NULL
