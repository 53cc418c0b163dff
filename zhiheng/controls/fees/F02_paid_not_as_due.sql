/*---
id: F02
title: {zh: 实缴与应缴不符, en: Paid not as due}
flags:
  zh: 当事人实缴的总额与应缴的总额不一致。
  en: What was paid in all is not what was due in all.
why:
  zh: 少缴可能是减免没有依据，多缴可能是多收没有退。账对得上，才谈得上清楚。
  en: Paid less may be a favour without ground, paid more may be money that was never given back. Accounts that agree come first.
principle:
  zh: 应收尽收，不得多收，也不得擅自减免。
  en: What is due is paid, no more and no less.
subject: dues
measure:
  zh: 有缴款的办件，应缴额按清单所列的构成相加（首次、末次或合计），测得值为实缴与应缴之差的绝对值，以最小货币单位计。
  en: In cases with a payment, what is due is added up as the catalogue says (first, last or sum of each item), and the absolute difference to what was paid is measured in the currency's minor unit.
blind:
  zh: 它看不到日志之外的退款、分期和依法减免。
  en: It does not see refunds, instalments or lawful reductions outside the log.
phase: after
scope: case
bands: {yellow: 1}
---*/
WITH wanted AS (
  SELECT DISTINCT power_id, version, due_id, paid_item FROM dues
),
amounts AS (
  SELECT case_id, event_id, item, amount, 0 AS is_paid FROM charges
  UNION ALL
  SELECT case_id, event_id, item, amount, 1 FROM payments
),
located AS (
  SELECT a.case_id, a.item, a.amount, a.is_paid, e.sequence
  FROM amounts AS a
  LEFT JOIN events AS e ON e.case_id = a.case_id AND e.event_id = a.event_id
),
paid AS (
  SELECT c.case_id, c.power_id, c.version, c.unit_id, w.due_id, SUM(p.amount) AS total,
         SUM(CASE WHEN p.amount IS NULL THEN 1 ELSE 0 END) AS unknown, MAX(p.sequence) AS last_sequence
  FROM located AS p
  JOIN cases AS c ON c.case_id = p.case_id AND COALESCE(c.status, 'closed') <> 'open'
  JOIN wanted AS w ON w.power_id = c.power_id AND w.version = c.version AND (w.paid_item IS NULL OR w.paid_item = p.item)
  WHERE p.is_paid = 1
  GROUP BY c.case_id, c.power_id, c.version, c.unit_id, w.due_id
),
owed AS (
  SELECT p.case_id, p.due_id, d.item, d.parts, g.amount, COALESCE(g.sequence, -1) AS sequence
  FROM located AS g
  JOIN paid AS p ON p.case_id = g.case_id AND g.is_paid = 0
  JOIN dues AS d ON d.power_id = p.power_id AND d.version = p.version AND d.due_id = p.due_id AND d.item = g.item
),
ends AS (
  SELECT case_id, due_id, item, MIN(sequence) AS first_sequence, MAX(sequence) AS last_sequence
  FROM owed
  GROUP BY case_id, due_id, item
),
due AS (
  SELECT o.case_id, o.due_id, SUM(o.amount) AS total, SUM(CASE WHEN o.amount IS NULL THEN 1 ELSE 0 END) AS unknown
  FROM owed AS o
  JOIN ends AS x ON x.case_id = o.case_id AND x.due_id = o.due_id AND x.item = o.item
  WHERE o.parts = 'sum' OR (o.parts = 'last' AND o.sequence = x.last_sequence)
     OR (o.parts = 'first' AND o.sequence = x.first_sequence)
  GROUP BY o.case_id, o.due_id
)
SELECT p.case_id, p.power_id, p.due_id AS subject_id, e.event_id, COALESCE(e.unit_id, p.unit_id) AS unit_id, e.official_id,
       e.occurred_at, NULL AS due_at,
       CASE WHEN p.unknown > 0 OR d.unknown > 0 OR d.total IS NULL THEN NULL ELSE ABS(p.total - d.total) END AS measured,
       0 AS allowed, 'minor' AS measure_unit, NULL AS start_event_id, 'done' AS state,
       CASE WHEN p.unknown > 0 OR d.unknown > 0 OR d.total IS NULL THEN NULL
            WHEN p.total < d.total THEN 'less' WHEN p.total > d.total THEN 'more' ELSE 'equal' END AS side
FROM paid AS p
LEFT JOIN due AS d ON d.case_id = p.case_id AND d.due_id = p.due_id
LEFT JOIN events AS e ON e.case_id = p.case_id AND e.sequence = p.last_sequence
