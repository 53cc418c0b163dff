/*---
id: P06
title: {zh: 未受理即决定, en: Decided without acceptance}
flags:
  zh: 作出决定之前，没有受理或者立案的记录。
  en: A decision was taken with no acceptance, or filing of the case, on record before it.
why:
  zh: 没有受理，时限就没有起点，申请人手里也没有凭据。先办事后补受理，是藏住拖延最省事的办法。
  en: Without acceptance no limit begins to run and the applicant has nothing in hand. Accepting only once all is done is the easiest way to hide a delay.
principle:
  zh: 先受理或者立案，再决定。
  en: A case is accepted or filed first and decided then.
subject: power_steps
measure:
  zh: 清单标有受理环节和决定环节的职权，逐个核验办件中首次作出的各决定环节；此前没有受理环节的为一（其后才有的记为 later，始终没有的记为 never），否则为零。
  en: For powers whose catalogue entry marks a step of acceptance and one of decision, the first act of each deciding step is judged. The value is one if no step of acceptance stands before it in the record (counted as later if one follows, else as never), else zero.
blind:
  zh: 它不判断受理是否真实，也看不到法律视为受理的情形；清单没有标明 kind 的职权不判断。
  en: It does not judge whether the acceptance is true, nor does it know when the law counts an application as accepted; powers without kinds of steps are not judged.
phase: before
blocks: true
bands: {red: 1}
not_checkable: {zh: 记录的次序总是存在。, en: There always is an order of the record.}
boundary: {zh: 是与否，没有中间值。, en: It is yes or no; there is no value between.}
---*/
WITH marked AS (
  SELECT power_id, version, MAX(1) AS any_acceptance FROM power_steps WHERE kind = 'acceptance' GROUP BY power_id, version
),
accepted AS (
  SELECT s.case_id, MIN(s.first_sequence) AS first_sequence
  FROM steps AS s
  JOIN power_steps AS k ON k.power_id = s.power_id AND k.version = s.version AND k.step_id = s.step_id
  WHERE k.kind = 'acceptance'
  GROUP BY s.case_id
)
SELECT s.case_id, s.power_id, s.step_id AS subject_id, s.first_event_id AS event_id, s.first_unit_id AS unit_id,
       s.first_official_id AS official_id, s.first_at AS occurred_at, NULL AS due_at,
       CASE WHEN a.first_sequence < s.first_sequence THEN 0 ELSE 1 END AS measured, 0 AS allowed, 'flag' AS measure_unit,
       CASE WHEN a.case_id IS NULL THEN 'never' WHEN a.first_sequence > s.first_sequence THEN 'later' END AS side
FROM steps AS s
JOIN power_steps AS k ON k.power_id = s.power_id AND k.version = s.version AND k.step_id = s.step_id AND k.kind = 'decision'
JOIN marked AS m ON m.power_id = s.power_id AND m.version = s.version
LEFT JOIN accepted AS a ON a.case_id = s.case_id
