/*---
id: rework
title: {zh: 返工, en: Rework}
tells: {zh: 每个环节一行：多少办件做过、多少做了不止一次、多做几次、退回几次。, en: "One row a step: in how many cases it was done, in how many more than once, how often over, how often it sent a case back."}
why:
  zh: 反复做同一件事，当事人就要反复跑；退回多的环节，前面的要求往往没有说清。
  en: What is done over makes people come again; where much is sent back, what was asked for was often not made clear.
measure:
  zh: 按清单中的环节，逐件数其次数；多做的次数为超过一次的部分；退回为清单写明“退回”的环节的次数。
  en: Counted case by case for each step of the catalogue; what is over one counts as repeated; returns are the acts of steps that the catalogue says send the case back.
blind:
  zh: 清单允许的多次（如分期缴款）也算重复；清单之外的行为不计。
  en: Repetitions that are meant (payment by instalments) count too; acts outside the catalogue do not.
scope: record
columns:
  - {name: power_id, type: text, title: {zh: 职权, en: Power}}
  - {name: step_id, type: text, title: {zh: 环节, en: Step}}
  - {name: cases, type: int, unit: count, title: {zh: 办件, en: Cases}}
  - {name: repeated_cases, type: int, unit: count, title: {zh: 重复的办件, en: Cases with repetition}}
  - {name: repeats, type: int, unit: count, title: {zh: 多做次数, en: Repetitions}}
  - {name: returns, type: int, unit: count, title: {zh: 退回次数, en: Returns}}
---*/
WITH sends_back AS (
  SELECT DISTINCT power_id, version, step_id FROM step_returns
)
SELECT s.power_id, s.step_id, COUNT(*) AS cases, SUM(CASE WHEN s.times > 1 THEN 1 ELSE 0 END) AS repeated_cases,
       SUM(s.times - 1) AS repeats, SUM(CASE WHEN r.step_id IS NULL THEN 0 ELSE s.times END) AS returns
FROM steps AS s
LEFT JOIN sends_back AS r ON r.power_id = s.power_id AND r.version = s.version AND r.step_id = s.step_id
GROUP BY s.power_id, s.step_id
