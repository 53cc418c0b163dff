/*---
id: F01
title: {zh: 不按目录收费, en: Charged not as listed}
flags:
  zh: 收了清单没有列出的费用，或者金额与清单当日的标准不符。
  en: A fee was charged that the catalogue does not list, or in an amount outside what it lists for that day.
why:
  zh: 目录之外的一分钱都不能收。多收的每一笔，都是从人口袋里拿走的。
  en: Not a cent may be charged outside the published list. Whatever is charged beyond it was taken out of somebody's pocket.
principle:
  zh: 收费项目和标准公开，不在目录中的不得收取，收取的须与标准一致。
  en: Fees and rates are published; what is not on the list is not charged, and what is on it is charged as it says.
subject: fee_items
measure:
  zh: 清单列有收费项目的职权，逐笔核验计收：当日目录没有该项目的，测得值为所收金额（记为 not-listed）；高于上限或低于下限的，为相差的金额（记为 above、below）；相符为零。以最小货币单位计。标准以计收当日有效的为准，不以办件起始之日为准。
  en: For powers with fees in the catalogue each charge is judged by what is in force on its day, whatever the case began under. An item that is not listed then counts with all its amount (as not-listed), an amount above the maximum or below the minimum with the difference (as above, below); what agrees is zero. All in the currency's minor unit.
blind:
  zh: 清单没有列任何收费项目的职权不判断，因此看不出根本不许收费的事项上的收费；它也看不到不入账的收费、数量和依法减免。
  en: A power that lists no fee at all is not judged, so it does not see a charge for what must be free; nor money off the books, quantities, or lawful reductions.
phase: during
bands: {yellow: 1}
---*/
WITH listed AS (
  SELECT power_id, MAX(1) AS any_fee FROM fee_items GROUP BY power_id
),
charged AS (
  SELECT g.case_id, g.event_id, g.item, g.amount, g.at, g.day, c.power_id, c.unit_id
  FROM charges AS g
  JOIN cases AS c ON c.case_id = g.case_id AND c.version IS NOT NULL
  JOIN listed AS l ON l.power_id = c.power_id
),
compared AS (
  SELECT h.*, f.item AS known, f.amount_min, f.amount_max
  FROM charged AS h
  LEFT JOIN fee_items AS f ON f.power_id = h.power_id AND f.item = h.item
                          AND COALESCE(f.valid_from_day, h.day) <= h.day AND COALESCE(f.valid_to_day, h.day) >= h.day
)
SELECT x.case_id, x.power_id, x.item AS subject_id, x.event_id, COALESCE(e.unit_id, x.unit_id) AS unit_id, e.official_id, x.at AS occurred_at,
       NULL AS due_at,
       CASE WHEN x.amount IS NULL OR x.item IS NULL OR x.day IS NULL THEN NULL
            WHEN x.known IS NULL THEN x.amount
            WHEN x.amount > x.amount_max THEN x.amount - x.amount_max
            WHEN x.amount < x.amount_min THEN x.amount_min - x.amount
            ELSE 0 END AS measured,
       0 AS allowed, 'minor' AS measure_unit, 'done' AS state,
       CASE WHEN x.amount IS NULL OR x.item IS NULL OR x.day IS NULL THEN NULL
            WHEN x.known IS NULL THEN 'not-listed'
            WHEN x.amount > x.amount_max THEN 'above'
            WHEN x.amount < x.amount_min THEN 'below' END AS side
FROM compared AS x
LEFT JOIN events AS e ON e.case_id = x.case_id AND e.event_id = x.event_id
