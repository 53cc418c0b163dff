/*---
id: T01
title: {zh: 时限已过或临近, en: Limit passed or near}
flags:
  zh: 法定或承诺的办理时限已过，或者即将届满而事项尚未办完。
  en: A statutory or promised limit has passed, or is about to pass with the act not yet done.
why:
  zh: 期限是对申请人的承诺。过了期限，人就得等，生意就得停；期限越容易拖，越容易有人为了"快一点"去求情送礼。
  en: A limit is a promise to the person who waits. Where limits slip, people wait and businesses stand still, and being quick becomes something one can ask a favour for.
principle:
  zh: 行政机关应当在规定的期限内作出行为。
  en: An authority acts within the time that the rules set.
subject: time_limits
measure:
  zh: 自起算行为的次日起，数到完成之日（未完成的数到核验之日）；工作日、自然日、月和时刻各按清单所写计算，已书面告知的停表时间不计入，延期按清单所准计入允许值（权力事项没有写延期的，按记录计入），末日逢休息日的按清单顺延。完成在起算之前的不算超期，以 before 单独计数。
  en: From the day after the starting act to the day the act was done (or, while it is pending, to the day of the check), in the unit the catalogue says; stopped time is left out up to its cap, extensions are added as far as the catalogue allows them (as recorded, where the power does not speak of extensions), a last day on a rest day rolls on where the catalogue says so. An act done before its clock began is not late and is counted apart, as before.
blind:
  zh: 它看不到记录之外的口头告知，也不判断停表的事由是否真实。起算行为没有记录的，列为无法核验。
  en: It does not see what was said off the record, nor whether the reason for a stopped clock is true. Where the starting act is not on record, the limit is listed as not checkable.
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
WHERE kind IN ('statutory', 'promised')
