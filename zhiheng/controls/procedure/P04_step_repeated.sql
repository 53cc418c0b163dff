/*---
id: P04
title: {zh: 环节重复过多, en: Step repeated too often}
flags:
  zh: 同一环节的次数超过清单允许的次数。
  en: A step happened more often than the catalogue allows.
why:
  zh: 反复要求补正、反复退回，会让人一趟一趟地跑。一次性告知就是为了防止这种情形。
  en: Asking again and again for one more paper sends people on errands. Saying everything at once is the rule that prevents it.
principle:
  zh: 一个环节办的次数不得超过规定。
  en: A step is not repeated beyond the number allowed.
subject: power_steps
measure:
  zh: 环节在办件中发生的次数，与清单的次数上限相比。
  en: How often the step happened in the case, against the number the catalogue allows.
blind:
  zh: 它不知道重复是哪一方引起的。
  en: It does not know which side caused the repetition.
phase: before
scope: case
blocks: true
bands: {yellow: 1, red: 3}
not_checkable: {zh: 次数总能数清。, en: Occurrences can always be counted.}
---*/
SELECT s.case_id, s.power_id, s.step_id AS subject_id, s.last_event_id AS event_id, s.last_unit_id AS unit_id,
       s.last_official_id AS official_id, s.last_at AS occurred_at, NULL AS due_at, s.times AS measured,
       p.max_times AS allowed, 'count' AS measure_unit, s.first_event_id AS start_event_id
FROM steps AS s
JOIN power_steps AS p ON p.power_id = s.power_id AND p.version = s.version AND p.step_id = s.step_id
WHERE p.max_times IS NOT NULL
