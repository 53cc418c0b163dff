/*---
id: T03
title: {zh: 间隔不足即办, en: Done too early}
flags:
  zh: 两个行为之间没有留足规定的最短间隔。
  en: Less than the least time that must lie between two acts had gone by.
why:
  zh: 最短间隔是留给人的：缴款、申辩、准备听证。提前作出后一行为，就是把这段时间拿走了。
  en: The least time belongs to the person concerned, to pay, to answer, to prepare a hearing. Acting earlier takes that time away.
principle:
  zh: 法律给当事人的时间不得缩短。
  en: Time that the rules give to a person is not cut short.
subject: time_limits
measure:
  zh: 测得值为不足的数量：规定的间隔减去实际的间隔；大于零即为过早。
  en: What is measured is the shortfall, the gap required less the gap there was; above zero it was too early.
blind:
  zh: 它不知道当事人是否自愿放弃了等待的权利；有书面放弃的，应当作为一个环节写入清单。
  en: It does not know whether the person waived the wait; a written waiver should be a step of its own in the catalogue.
phase: before
scope: case
blocks: true
bands: {red: 1}
---*/
SELECT case_id, power_id, limit_id AS subject_id, event_id, unit_id, official_id,
       end_at AS occurred_at, due_at, measured, allowed, measure_unit,
       start_event_id, kind, state, provisional
FROM clocks
WHERE kind = 'minimum'
