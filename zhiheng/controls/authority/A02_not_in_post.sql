/*---
id: A02
title: {zh: 不在岗位而办理, en: Official not in post}
flags:
  zh: 经办人在行为当日不担任任何岗位：已经离任，或者尚未到任。
  en: On the day of the act the official held no post, having left already or not yet arrived.
why:
  zh: 人走了账号还在用，出了问题就找不到人负责。
  en: Where an account goes on working after its owner has left, nobody can be asked about what it did.
principle:
  zh: 职权由在岗的人员行使。
  en: A power is exercised by people who are in post.
measure:
  zh: 逐个核验经办人见于任职表的行为；当日没有一项任职有效的为一，否则为零。有效期的首日和末日都算在内。
  en: Each act is judged whose official stands in the table of posts. The value is one if none of the posts is held on that day, else zero; the first and the last day both count.
blind:
  zh: 城市有任职表而经办人完全不在其中的，可能是外来人员，也可能是表没有写全，列为无法核验；没有任职表的城市不核验。它不比较任职的单位与行为的单位，因此看不出借调和越界。
  en: An official who is not in the city's table at all may be an outsider or a gap in the table, and is listed as not checkable; a city without the table is not judged. The unit of the post is not compared with the unit of the act, so it does not see who acts outside their own unit.
phase: before
blocks: true
bands: {yellow: 1}
boundary: {zh: 是与否，没有中间值；有效期的首日和末日都算在内。, en: It is yes or no; the first and the last day of a post both count.}
---*/
WITH known AS (
  SELECT official_id, MAX(1) AS listed FROM posts GROUP BY official_id
),
kept AS (
  SELECT MAX(1) AS any_post FROM posts
),
acts AS (
  SELECT e.case_id, e.power_id, e.step_id, e.activity, e.event_id, e.sequence, e.unit_id, e.official_id, e.occurred_at, e.day, k.listed
  FROM events AS e
  JOIN kept AS t ON t.any_post = 1
  LEFT JOIN known AS k ON k.official_id = e.official_id
  WHERE e.version IS NOT NULL AND e.official_id IS NOT NULL
),
holding AS (
  SELECT a.case_id, a.sequence, MAX(1) AS posted
  FROM acts AS a
  JOIN posts AS p ON p.official_id = a.official_id
                 AND COALESCE(p.valid_from_day, a.day) <= a.day AND COALESCE(p.valid_to_day, a.day) >= a.day
  GROUP BY a.case_id, a.sequence
)
SELECT a.case_id, a.power_id, COALESCE(a.step_id, a.activity) AS subject_id, a.event_id, a.unit_id, a.official_id, a.occurred_at,
       NULL AS due_at, CASE WHEN a.listed IS NULL THEN NULL WHEN h.posted = 1 THEN 0 ELSE 1 END AS measured, 0 AS allowed, 'flag' AS measure_unit
FROM acts AS a
LEFT JOIN holding AS h ON h.case_id = a.case_id AND h.sequence = a.sequence
