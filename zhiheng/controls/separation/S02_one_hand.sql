/*---
id: S02
title: {zh: 全程一人经办, en: Whole case by one hand}
flags:
  zh: 办件的所有行为都由同一人办理。
  en: Every act of the case was done by one and the same official.
why:
  zh: 从受理到办结只经过一个人的手，对错只有他自己知道。
  en: If one pair of hands took a case from first to last, nobody else can say whether it was right.
principle:
  zh: 一个办件应当有两个以上的人经手。
  en: A case passes through more than one pair of hands.
measure:
  zh: 至少有两个不同环节的办件，全部行为的经办人已知且为同一人的为一，否则为零。
  en: In a case of at least two different steps, the value is one if all acts have a known official and it is always the same, else zero.
blind:
  zh: 有的事项依法可由一人当场办理，城市可以不用这条规则。
  en: Some acts may lawfully be done by one official on the spot; a city may switch this control off.
phase: after
scope: case
bands: {notice: 1}
boundary: {zh: 是与否，没有中间值。, en: It is yes or no; there is no value between.}
---*/
WITH hands AS (
  SELECT case_id, MIN(step_id) AS one_step, MAX(step_id) AS other_step, MIN(official_id) AS one_official, MAX(official_id) AS other_official,
         COUNT(*) - COUNT(official_id) AS unknown, MAX(sequence) AS last_sequence
  FROM events
  WHERE version IS NOT NULL
  GROUP BY case_id
)
SELECT h.case_id, e.power_id, 'one-hand' AS subject_id, e.event_id, e.unit_id,
       CASE WHEN h.one_official = h.other_official AND h.unknown = 0 THEN e.official_id END AS official_id, e.occurred_at, NULL AS due_at,
       CASE WHEN h.one_official <> h.other_official THEN 0 WHEN h.unknown > 0 THEN NULL ELSE 1 END AS measured,
       0 AS allowed, 'flag' AS measure_unit, NULL AS start_event_id
FROM events AS e
JOIN hands AS h ON h.case_id = e.case_id AND h.last_sequence = e.sequence
WHERE h.one_step <> h.other_step
