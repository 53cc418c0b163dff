/*---
id: Q03
title: {zh: 时间不可能或相互矛盾, en: Impossible or contradictory times}
flags:
  zh: 行为的登记早于发生，发生在核验时刻之后，早于记录中的前一行为，或者办结早于受理。
  en: An act was recorded before it happened, lies after the moment of the check or before the act that stands before it, or a case was closed before it was opened.
why:
  zh: 时间对不上，说明记录是事后补的或者改过的；别的核验也就靠不住了。
  en: Times that cannot be true mean that a record was written or changed afterwards, and then no other check can be relied on.
principle:
  zh: 记录应当如实反映行为发生的时间。
  en: A record says truly when things happened.
measure:
  zh: 测得值为倒置的微秒数；两处时差都知道的按时刻比较，都不知道的按当地时间比较，只知道一处的无法核验；大于零即为矛盾。
  en: What is measured is by how many microseconds it is the wrong way round, as instants where both offsets are known and by local time where neither is; with only one known it cannot be checked. Above zero it is a contradiction.
blind:
  zh: 它看不出前后一致的假时间。
  en: It does not see false times that agree with each other.
phase: after
scope: case
bands: {notice: 1}
---*/
WITH placed AS (
  SELECT case_id, power_id, event_id, sequence, unit_id, official_id, occurred_at, recorded_at, utc_offset,
         LAG(occurred_at) OVER (PARTITION BY case_id ORDER BY sequence) AS before_at,
         LAG(utc_offset) OVER (PARTITION BY case_id ORDER BY sequence) AS before_offset
  FROM events
  WHERE version IS NOT NULL
)
SELECT case_id, power_id, 'out-of-order' AS subject_id, event_id, unit_id, official_id, occurred_at, NULL AS due_at,
       CASE WHEN utc_offset IS NULL AND before_offset IS NULL THEN before_at - occurred_at
            ELSE (before_at - before_offset * 60000000) - (occurred_at - utc_offset * 60000000) END AS measured,
       0 AS allowed, 'microsecond' AS measure_unit
FROM placed
WHERE before_at IS NOT NULL
UNION ALL
SELECT case_id, power_id, 'future', event_id, unit_id, official_id, occurred_at, NULL,
       CASE WHEN utc_offset IS NULL AND $now_offset IS NULL THEN occurred_at - $now
            ELSE (occurred_at - utc_offset * 60000000) - ($now - $now_offset * 60000000) END,
       0, 'microsecond'
FROM placed
UNION ALL
SELECT case_id, power_id, 'recorded-first', event_id, unit_id, official_id, occurred_at, NULL,
       occurred_at - recorded_at, 0, 'microsecond'
FROM placed
WHERE recorded_at IS NOT NULL
UNION ALL
SELECT case_id, power_id, 'closed-before-opened', NULL, unit_id, NULL, closed_at, NULL,
       opened_at - closed_at, 0, 'microsecond'
FROM cases
WHERE version IS NOT NULL AND closed_at IS NOT NULL AND opened_at IS NOT NULL
