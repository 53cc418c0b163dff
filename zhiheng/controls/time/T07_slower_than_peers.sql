/*---
id: T07
title: {zh: 远慢于同类, en: Far slower than its peers}
flags:
  zh: 办件办结所用的时间远远长于同一职权的其他办件。
  en: A closed case took far longer than the other cases of the same power.
why:
  zh: 没有过时限，也可能被拖着。同样的事别人几天办完，这一件用了几十天，当事人和主管都应当知道原因。
  en: A case may be dragged out without passing a limit. Where others take days and this one took weeks, the party and the office should know why.
principle:
  zh: 同类事项应当以相近的时间办理，相差悬殊的应有理由。
  en: Like cases take a like time; a great difference has a reason.
measure:
  zh: 已办结办件自开始至办结的时间，减去停表时间（重叠的只减一次），与“同职权办件的中位数，加 k 倍绝对中位差，至少加 least 小时”相比；中位数和绝对中位差由指标 peer_durations 公布。k 取 6，略宽于常用的界限（修正 z 分数 3.5，约合 5.2 倍，Iglewicz 与 Hoaglin 1993）。同职权已办结不足 peers 件的、没有公布数据的，无法核验。
  en: The time from opening to close of a closed case, less the time for which the clock was stopped (overlaps count once), against the median of the power's cases plus k times their median absolute deviation, and at least `least` hours more than the median; the measure peer_durations publishes both figures. k is 6, a little wider than the usual bound (a modified z-score of 3.5, some 5.2 deviations; Iglewicz and Hoaglin 1993). Where fewer than `peers` cases of the power were closed, or nothing was published, it cannot be checked.
blind:
  zh: 慢不等于错，它只提示应当问一句为什么。整个单位都慢的，它看不出；难办的和易办的不分，规定改过的各年合在一起；没有登记的停表算作办理时间。公布的数据早于所核验的办件的，以公布时为准。
  en: Slow is not wrong, it only says that somebody should ask why. Where the whole office is slow it sees nothing; it does not tell hard cases from easy ones, nor years under other rules; time in which the clock was stopped without a record counts as work. A case checked live is held against what was last published.
phase: after
scope: case
bands: {notice: 1}
parameters: {k: {type: int, unit: deviations, default: 6}, peers: {type: int, unit: cases, default: 20}, least: {type: int, unit: hours, default: 120}}
---*/
WITH closed AS (
  SELECT case_id, power_id, unit_id, opened_at, closed_at
  FROM cases
  WHERE status = 'closed' AND version IS NOT NULL
),
stopped AS (
  SELECT s.case_id,
         CASE WHEN s.from_at < c.opened_at THEN c.opened_at ELSE s.from_at END AS from_at,
         CASE WHEN s.to_at IS NULL OR s.to_at > c.closed_at THEN c.closed_at ELSE s.to_at END AS to_at
  FROM suspensions AS s
  JOIN closed AS c ON c.case_id = s.case_id
  WHERE s.from_at <= c.closed_at
),
reached AS (
  SELECT case_id, from_at, to_at,
         MAX(to_at) OVER (PARTITION BY case_id ORDER BY from_at NULLS LAST, to_at NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_at
  FROM stopped
),
stops AS (
  SELECT case_id,
         SUM(CASE WHEN to_at <= from_at OR to_at <= before_at THEN 0 WHEN before_at > from_at THEN to_at - before_at ELSE to_at - from_at END) AS time
  FROM reached
  GROUP BY case_id
)
SELECT c.case_id, c.power_id, 'duration' AS subject_id, CAST(NULL AS VARCHAR) AS event_id, c.unit_id, CAST(NULL AS VARCHAR) AS official_id,
       c.closed_at AS occurred_at, CAST(NULL AS BIGINT) AS due_at,
       CASE WHEN p.cases >= $peers AND c.opened_at <= c.closed_at THEN c.closed_at - c.opened_at - COALESCE(s.time, 0) END AS measured,
       CASE WHEN p.deviation * $k > $least * 3600000000 THEN p.median + p.deviation * $k ELSE p.median + $least * 3600000000 END AS allowed,
       'microsecond' AS measure_unit, 'done' AS state
FROM closed AS c
LEFT JOIN stops AS s ON s.case_id = c.case_id
LEFT JOIN peer_durations AS p ON p.power_id = c.power_id
