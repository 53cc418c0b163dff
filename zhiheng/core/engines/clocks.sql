-- Every limit running in every case, from every starting act: derived once a run.
-- Deadlines are integer arithmetic on the calendar's columns, so that every engine agrees.
-- From step to step is the usual limit; a date that the case carries may stand for either.
WITH step_starts AS (
  SELECT s.case_id, s.power_id, s.version, l.limit_id, l.to_step,
         CASE WHEN l.must_happen = 1 AND l.kind <> 'minimum' THEN 1 ELSE 0 END AS may_be_pending,
         CASE WHEN l.from_which = 'last' THEN s.last_event_id ELSE s.first_event_id END AS start_event_id,
         CASE WHEN l.from_which = 'last' THEN s.last_at ELSE s.first_at END AS start_at,
         CASE WHEN l.from_which = 'last' THEN s.last_day ELSE s.first_day END AS start_day,
         CASE WHEN l.from_which = 'last' THEN s.last_n ELSE s.first_n END AS start_n,
         CASE WHEN l.from_which = 'last' THEN s.last_sequence ELSE s.first_sequence END AS start_sequence,
         CASE WHEN l.from_which = 'last' THEN s.last_utc_offset ELSE s.first_utc_offset END AS start_utc_offset,
         CASE WHEN l.from_which = 'last' THEN s.last_unit_id ELSE s.first_unit_id END AS start_unit_id
  FROM steps AS s
  JOIN time_limits AS l ON l.power_id = s.power_id AND l.version = s.version AND l.from_step = s.step_id
  WHERE COALESCE(l.from_which, 'first') <> 'each'
),
step_ends AS (
  SELECT s.case_id, s.power_id, s.version, l.limit_id, l.from_step,
         CASE WHEN l.to_which = 'last' THEN s.last_event_id ELSE s.first_event_id END AS event_id,
         CASE WHEN l.to_which = 'last' THEN s.last_at ELSE s.first_at END AS end_at,
         CASE WHEN l.to_which = 'last' THEN s.last_day ELSE s.first_day END AS end_day,
         CASE WHEN l.to_which = 'last' THEN s.last_n ELSE s.first_n END AS end_n,
         CASE WHEN l.to_which = 'last' THEN s.last_sequence ELSE s.first_sequence END AS end_sequence,
         CASE WHEN l.to_which = 'last' THEN s.last_utc_offset ELSE s.first_utc_offset END AS end_utc_offset,
         CASE WHEN l.to_which = 'last' THEN s.last_unit_id ELSE s.first_unit_id END AS end_unit_id,
         CASE WHEN l.to_which = 'last' THEN s.last_official_id ELSE s.first_official_id END AS official_id
  FROM steps AS s
  JOIN time_limits AS l ON l.power_id = s.power_id AND l.version = s.version AND l.to_step = s.step_id
  WHERE COALESCE(l.from_which, 'first') <> 'each'
),
starts AS (
  SELECT case_id, power_id, version, limit_id, start_event_id, start_at, start_day, start_n, start_sequence,
         start_utc_offset, start_unit_id
  FROM step_starts WHERE to_step IS NULL
  UNION ALL
  SELECT c.case_id, c.power_id, c.version, l.limit_id, NULL, d.at, d.day, w.n, NULL, d.utc_offset, NULL
  FROM case_dates AS d
  JOIN cases AS c ON c.case_id = d.case_id
  JOIN time_limits AS l ON l.power_id = c.power_id AND l.version = c.version AND l.from_date = d.name
  LEFT JOIN workdays AS w ON w.day = d.day
  UNION ALL
  SELECT c.case_id, c.power_id, c.version, l.limit_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM cases AS c
  JOIN time_limits AS l ON l.power_id = c.power_id AND l.version = c.version
  WHERE l.from_step IS NULL AND l.from_date IS NULL
),
ends AS (
  SELECT case_id, power_id, version, limit_id, event_id, end_at, end_day, end_n, end_sequence, end_utc_offset,
         end_unit_id, official_id
  FROM step_ends WHERE from_step IS NULL
  UNION ALL
  SELECT c.case_id, c.power_id, c.version, l.limit_id, NULL, d.at, d.day, w.n, NULL, d.utc_offset, NULL, NULL
  FROM case_dates AS d
  JOIN cases AS c ON c.case_id = d.case_id
  JOIN time_limits AS l ON l.power_id = c.power_id AND l.version = c.version AND l.to_date = d.name
  LEFT JOIN workdays AS w ON w.day = d.day
  WHERE COALESCE(l.from_which, 'first') <> 'each'
),
-- Each occurrence starts its own clock, and the next (or last) later act ends it.
marks AS (
  SELECT e.case_id, e.power_id, e.version, l.limit_id, l.to_which, e.sequence,
         CASE WHEN e.step_id = l.from_step THEN 1 ELSE 0 END AS is_start,
         CASE WHEN e.step_id = l.to_step THEN 1 ELSE 0 END AS is_end
  FROM events AS e
  JOIN time_limits AS l ON l.power_id = e.power_id AND l.version = e.version
                       AND (e.step_id = l.from_step OR e.step_id = l.to_step)
  WHERE l.from_which = 'each'
),
turns AS (
  SELECT case_id, power_id, version, limit_id, sequence, is_start, is_end,
         MAX(is_start) OVER (PARTITION BY case_id, limit_id) AS any_start,
         MIN(CASE WHEN is_end = 1 THEN sequence END) OVER (PARTITION BY case_id, limit_id) AS first_end,
         CASE WHEN to_which = 'last'
              THEN MAX(CASE WHEN is_end = 1 THEN sequence END) OVER (
                     PARTITION BY case_id, limit_id ORDER BY sequence ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
              ELSE MIN(CASE WHEN is_end = 1 THEN sequence END) OVER (
                     PARTITION BY case_id, limit_id ORDER BY sequence ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
         END AS next_end
  FROM marks
),
nexts AS (
  SELECT t.case_id, t.limit_id, t.sequence AS start_sequence, z.event_id, z.occurred_at, z.day, z.n, z.sequence,
         z.utc_offset, z.unit_id, z.official_id
  FROM events AS z
  JOIN turns AS t ON t.case_id = z.case_id AND t.next_end = z.sequence
),
paired AS (
  SELECT s.case_id, s.power_id, s.version, s.limit_id, 1 AS has_start, s.start_event_id, s.start_at, s.start_day,
         s.start_n, s.start_sequence, s.start_utc_offset, s.start_unit_id,
         CASE WHEN e.case_id IS NULL THEN 0 ELSE 1 END AS has_end,
         e.event_id, e.end_at, e.end_day, e.end_n, e.end_sequence, e.end_utc_offset, e.end_unit_id, e.official_id
  FROM step_starts AS s
  LEFT JOIN step_ends AS e ON e.case_id = s.case_id AND e.limit_id = s.limit_id
  WHERE s.to_step IS NOT NULL AND (e.case_id IS NOT NULL OR s.may_be_pending = 1)
  UNION ALL
  SELECT e.case_id, e.power_id, e.version, e.limit_id, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, e.event_id,
         e.end_at, e.end_day, e.end_n, e.end_sequence, e.end_utc_offset, e.end_unit_id, e.official_id
  FROM step_ends AS e
  LEFT JOIN steps AS s ON s.case_id = e.case_id AND s.step_id = e.from_step
  WHERE e.from_step IS NOT NULL AND s.case_id IS NULL
  UNION ALL
  SELECT COALESCE(s.case_id, e.case_id), COALESCE(s.power_id, e.power_id),
         COALESCE(s.version, e.version), COALESCE(s.limit_id, e.limit_id),
         CASE WHEN s.case_id IS NULL THEN 0 ELSE 1 END,
         s.start_event_id, s.start_at, s.start_day, s.start_n, s.start_sequence, s.start_utc_offset, s.start_unit_id,
         CASE WHEN e.case_id IS NULL THEN 0 ELSE 1 END,
         e.event_id, e.end_at, e.end_day, e.end_n, e.end_sequence, e.end_utc_offset, e.end_unit_id, e.official_id
  FROM starts AS s
  FULL JOIN ends AS e ON e.case_id = s.case_id AND e.limit_id = s.limit_id
  UNION ALL
  SELECT t.case_id, t.power_id, t.version, t.limit_id, 1,
         a.event_id, a.occurred_at, a.day, a.n, a.sequence, a.utc_offset, a.unit_id,
         CASE WHEN z.case_id IS NULL AND d.case_id IS NULL THEN 0 ELSE 1 END,
         z.event_id, COALESCE(z.occurred_at, d.at), COALESCE(z.day, d.day), COALESCE(z.n, w.n), z.sequence,
         CASE WHEN z.case_id IS NULL THEN d.utc_offset ELSE z.utc_offset END, z.unit_id, z.official_id
  FROM events AS a
  JOIN turns AS t ON t.case_id = a.case_id AND t.sequence = a.sequence
  JOIN time_limits AS l ON l.power_id = t.power_id AND l.version = t.version AND l.limit_id = t.limit_id
  LEFT JOIN nexts AS z ON z.case_id = t.case_id AND z.limit_id = t.limit_id AND z.start_sequence = t.sequence
  LEFT JOIN case_dates AS d ON d.case_id = t.case_id AND d.name = l.to_date
  LEFT JOIN workdays AS w ON w.day = d.day
  WHERE t.is_start = 1
  UNION ALL
  SELECT t.case_id, t.power_id, t.version, t.limit_id, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         1, z.event_id, z.occurred_at, z.day, z.n, z.sequence, z.utc_offset, z.unit_id, z.official_id
  FROM events AS z
  JOIN turns AS t ON t.case_id = z.case_id AND t.sequence = z.sequence
  WHERE t.any_start = 0 AND t.sequence = t.first_end
  UNION ALL
  SELECT c.case_id, c.power_id, c.version, l.limit_id, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         1, NULL, d.at, d.day, w.n, NULL, d.utc_offset, NULL, NULL
  FROM case_dates AS d
  JOIN cases AS c ON c.case_id = d.case_id
  JOIN time_limits AS l ON l.power_id = c.power_id AND l.version = c.version AND l.to_date = d.name
  LEFT JOIN steps AS s ON s.case_id = c.case_id AND s.step_id = l.from_step
  LEFT JOIN workdays AS w ON w.day = d.day
  WHERE l.from_which = 'each' AND s.case_id IS NULL
),
lifted AS (
  SELECT case_id, step_id, last_sequence FROM steps
  WHERE step_id IN (SELECT ends_with FROM time_limits WHERE ends_with IS NOT NULL)
),
-- What runs or ran: acts done, and pending acts that must still happen.
running AS (
  SELECT p.*, l.kind, l.allowed, l.unit, l.precision, l.roll, l.stops, l.under, l.until_date,
         CASE WHEN l.from_step IS NULL AND l.from_date IS NULL THEN 0 ELSE 1 END AS start_named,
         c.unit_id AS case_unit_id,
         u.case_id AS until_case_id, u.at AS until_at, u.day AS until_day, u.utc_offset AS until_utc_offset,
         CASE WHEN p.has_end = 1 THEN p.end_at ELSE $now END AS stop_at,
         CASE WHEN p.has_end = 1 THEN p.end_day ELSE $today END AS stop_day,
         CASE WHEN p.has_end = 1 THEN p.end_n ELSE $today_n END AS stop_n,
         CASE WHEN p.has_end = 1 THEN p.end_utc_offset ELSE $now_offset END AS stop_utc_offset
  FROM paired AS p
  JOIN time_limits AS l ON l.power_id = p.power_id AND l.version = p.version AND l.limit_id = p.limit_id
  JOIN cases AS c ON c.case_id = p.case_id
  LEFT JOIN case_dates AS u ON u.case_id = p.case_id AND u.name = l.until_date
  LEFT JOIN lifted AS k ON k.case_id = p.case_id AND k.step_id = l.ends_with
  WHERE (p.has_end = 1 AND (p.has_start = 1 OR l.from_step IS NOT NULL OR l.from_date IS NOT NULL))
     OR (p.has_end = 0 AND p.has_start = 1 AND l.must_happen = 1 AND l.kind <> 'minimum'
         AND COALESCE(c.status, 'open') = 'open'
         AND (k.case_id IS NULL OR k.last_sequence <= COALESCE(p.start_sequence, -1)))
),
{stopped}
months AS (
  SELECT month_index, MIN(day) AS first_day, MIN(day_of_month) AS first_of_month, MAX(day_of_month) AS last_of_month
  FROM workdays
  GROUP BY month_index
),
{longer}
lengthened AS (
  SELECT r.*,
         CASE WHEN z.unknown = 1 THEN NULL ELSE COALESCE(z.time_stopped, 0) END AS time_stopped,
         CASE WHEN x.unknown = 1 THEN NULL ELSE r.allowed + COALESCE(x.more, 0) END AS granted
  FROM running AS r
  LEFT JOIN stopped AS z ON z.case_id = r.case_id AND z.limit_id = r.limit_id AND z.start_key = COALESCE(r.start_sequence, -1)
  LEFT JOIN longer AS x ON x.case_id = r.case_id AND x.limit_id = r.limit_id AND x.start_key = COALESCE(r.start_sequence, -1)
),
-- The due day before rolling, in whole days; and for working days the number it must reach.
reckoned AS (
  SELECT r.*,
         CASE WHEN r.until_date IS NOT NULL THEN r.until_day - r.start_day
              WHEN r.unit = 'day' THEN r.granted
              WHEN r.unit = 'month' AND m.first_of_month = 1
              THEN m.first_day - 1 - r.start_day
                   + CASE WHEN sd.day_of_month > m.last_of_month THEN m.last_of_month ELSE sd.day_of_month END
         END AS days_allowed
  FROM lengthened AS r
  LEFT JOIN workdays AS sd ON sd.day = r.start_day AND r.unit = 'month'
  LEFT JOIN months AS m ON m.month_index = sd.month_index + r.granted
),
dued AS (
  SELECT k.*,
         CASE WHEN k.precision = 'instant' OR k.kind = 'minimum' THEN NULL
              WHEN k.until_date IS NOT NULL THEN COALESCE(ru.next_workday, k.until_day)
              WHEN k.unit = 'workday' THEN wd.day
              ELSE COALESCE(ro.next_workday, k.start_day + k.days_allowed + k.time_stopped) - k.under END AS due_day,
         CASE WHEN k.precision = 'instant' OR k.kind = 'minimum' THEN NULL
              WHEN k.until_date IS NOT NULL THEN COALESCE(ru.next_workday, k.until_day)
              WHEN k.unit = 'workday' THEN bd.day
              WHEN k.roll = 1 AND br.next_workday IS NULL THEN NULL
              ELSE COALESCE(br.next_workday, k.start_day + k.days_allowed) - k.under END AS bare_due_day,
         CASE WHEN k.until_date IS NOT NULL THEN COALESCE(ru.next_workday - k.until_day, 0)
              ELSE COALESCE(ro.next_workday - (k.start_day + k.days_allowed + k.time_stopped), 0) END AS rolled,
         CASE WHEN k.roll = 1 AND k.precision <> 'instant' AND k.kind <> 'minimum' AND k.unit <> 'workday'
               AND ((k.until_date IS NOT NULL AND ru.next_workday IS NULL)
                 OR (k.until_date IS NULL AND ro.next_workday IS NULL)) THEN 1 ELSE 0 END AS roll_unknown,
         CASE WHEN (k.unit = 'workday' AND (ws.status = 'provisional' OR we.status = 'provisional' OR (k.kind <> 'minimum' AND wd.status = 'provisional')))
                OR ru.status = 'provisional' OR ro.status = 'provisional' THEN 1 ELSE 0 END AS provisional
  FROM reckoned AS k
  LEFT JOIN workdays AS wd ON k.unit = 'workday' AND k.until_date IS NULL AND wd.is_workday = 1
                          AND wd.n = k.start_n + k.granted + k.time_stopped - k.under
  LEFT JOIN workdays AS bd ON k.unit = 'workday' AND k.until_date IS NULL AND bd.is_workday = 1
                          AND bd.n = k.start_n + k.granted - k.under
  LEFT JOIN workdays AS br ON k.until_date IS NULL AND k.roll = 1 AND k.unit <> 'workday'
                          AND br.day = k.start_day + k.days_allowed
  LEFT JOIN workdays AS ws ON k.unit = 'workday' AND ws.day = k.start_day
  LEFT JOIN workdays AS we ON k.unit = 'workday' AND we.day = k.stop_day
  LEFT JOIN workdays AS ru ON k.until_date IS NOT NULL AND k.roll = 1 AND ru.day = k.until_day
  LEFT JOIN workdays AS ro ON k.until_date IS NULL AND k.roll = 1 AND k.unit <> 'workday'
                          AND ro.day = k.start_day + k.days_allowed + k.time_stopped
),
measuring AS (
  SELECT d.*,
         CASE WHEN d.stop_utc_offset IS NULL AND d.start_utc_offset IS NULL THEN d.stop_at - d.start_at
              ELSE (d.stop_at - d.stop_utc_offset * 60000000) - (d.start_at - d.start_utc_offset * 60000000) END AS lapse,
         CASE WHEN d.stop_utc_offset IS NULL AND d.until_utc_offset IS NULL THEN d.stop_at - d.until_at
              ELSE (d.stop_at - d.stop_utc_offset * 60000000) - (d.until_at - d.until_utc_offset * 60000000) END AS beyond,
         CASE WHEN d.unit = 'hour' THEN 3600000000 ELSE 86400000000 END AS unit_length
  FROM dued AS d
)
SELECT case_id, power_id, version, limit_id, kind, start_event_id, start_at, start_day, start_n, start_sequence,
       event_id, end_at, end_day, COALESCE(end_unit_id, start_unit_id, case_unit_id) AS unit_id, official_id,
       CASE WHEN has_end = 1 THEN 'done' ELSE 'pending' END AS state,
       due_day, bare_due_day,
       CASE WHEN kind = 'minimum' THEN NULL
            WHEN precision <> 'instant' THEN due_day * 86400000000 + 86399000000
            WHEN until_date IS NOT NULL THEN until_at
            ELSE start_at + granted * unit_length + time_stopped - under END AS due_at,
       time_stopped AS stopped,
       CASE WHEN has_start = 0 THEN NULL
            WHEN kind = 'minimum' AND precision = 'instant' THEN granted * unit_length + under - lapse
            WHEN kind = 'minimum' AND unit = 'workday' THEN granted + under - (stop_n - start_n)
            WHEN kind = 'minimum' THEN days_allowed + under - (stop_day - start_day)
            WHEN until_date IS NULL AND granted IS NULL THEN NULL
            WHEN until_date IS NOT NULL AND until_case_id IS NULL THEN NULL
            WHEN until_date IS NOT NULL AND start_named = 0 AND precision = 'instant' THEN beyond
            WHEN until_date IS NOT NULL AND start_named = 0
            THEN CASE WHEN roll_unknown = 1 AND stop_day > until_day THEN NULL ELSE stop_day - until_day END
            WHEN until_date IS NOT NULL AND precision = 'instant'
            THEN CASE WHEN beyond IS NULL THEN NULL ELSE lapse END
            WHEN until_date IS NOT NULL
            THEN CASE WHEN roll_unknown = 1 AND stop_day > until_day THEN NULL ELSE stop_day - start_day END
            WHEN precision = 'instant' THEN lapse - time_stopped
            WHEN unit = 'workday' THEN stop_n - start_n - time_stopped
            WHEN days_allowed IS NULL THEN NULL
            WHEN roll_unknown = 1 AND stop_day - start_day - time_stopped > days_allowed - under THEN NULL
            ELSE stop_day - start_day - time_stopped END AS measured,
       CASE WHEN kind = 'minimum' THEN 0
            WHEN until_date IS NOT NULL AND start_named = 0 THEN rolled
            WHEN until_date IS NOT NULL AND precision = 'instant' THEN lapse - beyond
            WHEN until_date IS NOT NULL THEN until_day - start_day + rolled
            WHEN precision = 'instant' THEN granted * unit_length
            WHEN unit = 'workday' THEN granted
            ELSE days_allowed + rolled END
       - CASE WHEN kind = 'minimum' THEN 0 ELSE under END AS allowed,
       CASE WHEN precision = 'instant' THEN 'microsecond'
            WHEN unit = 'workday' AND until_date IS NULL THEN 'workday' ELSE 'day' END AS measure_unit,
       provisional
FROM measuring
