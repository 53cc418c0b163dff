/*---
id: T02
title: {zh: 环节超时, en: Step overdue}
flags:
  zh: 某一环节用时超过清单为该环节规定的时限。
  en: A step took longer than the catalogue allows for it.
why:
  zh: 总时限没有超，不等于没有人拖延。环节时限能看出时间停在谁的手里，趁总时限还没有过，就能提醒。
  en: A case can be in time as a whole and still have lain in one drawer for weeks. Limits on steps show where the time is lost while there is still time to act.
principle:
  zh: 各环节应当在规定的时间内办完。
  en: Each step is done in the time set for it.
subject: time_limits
measure:
  zh: 自前一环节完成的次日起，数到本环节完成之日（未完成的数到核验之日），停表时间不计入。完成在起算之前的不算超时，以 before 单独计数。
  en: From the day after the step before was done to the day this step was done (or to the day of the check), without stopped time. A step done before its clock began is not overdue and is counted apart, as before.
blind:
  zh: 它看不到环节之内时间是怎样用的；材料在两个环节之间转交的时间算在后一环节。
  en: It does not see how the time within a step was spent; time in transit between two steps counts for the later one.
phase: during
scope: case
bands: {notice: -2, warning: -1, yellow: 1}
---*/
SELECT case_id, power_id, limit_id AS subject_id, event_id, unit_id, official_id,
       end_at AS occurred_at, due_at, measured, allowed, measure_unit,
       start_event_id, kind, state, provisional,
       CASE WHEN measure_unit = 'microsecond' AND state = 'done' AND start_at IS NOT NULL AND measured < 0 THEN 'before'
            WHEN measure_unit <> 'microsecond' AND end_at < start_at THEN 'before' END AS side
FROM clocks
WHERE kind = 'step'
