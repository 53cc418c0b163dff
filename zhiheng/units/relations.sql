-- The organisation in the shape of the core's relations, in DuckDB's SQL, over this app's tables of one city.
-- Cells come as text; a period's end is the first day on which it holds no longer, a relation's the last on which it does.

-- relation: units
SELECT
    u.code AS unit_id, nullif(u.parent_code, '') AS parent_id, nullif(u.tier, '') AS tier, nullif(u.kind, '') AS kind,
    CAST(u.valid_from AS DATE) - DATE '1970-01-01' AS valid_from_day,
    CAST(u.valid_to AS DATE) - DATE '1970-01-01' - 1 AS valid_to_day
FROM units_unit AS u

-- relation: officials
SELECT
    o.code AS official_id,
    CAST(o.valid_from AS DATE) - DATE '1970-01-01' AS valid_from_day,
    CAST(o.valid_to AS DATE) - DATE '1970-01-01' - 1 AS valid_to_day
FROM units_official AS o

-- relation: posts
SELECT
    o.code AS official_id, p.unit_code AS unit_id, nullif(p.post, '') AS post, CAST(p.rank AS BIGINT) AS rank,
    CAST(p.valid_from AS DATE) - DATE '1970-01-01' AS valid_from_day,
    CAST(p.valid_to AS DATE) - DATE '1970-01-01' - 1 AS valid_to_day
FROM units_post AS p
JOIN units_official AS o ON o.id = p.official_id

-- relation: interests
SELECT
    o.code AS official_id, i.party_id AS party_id, nullif(i.kind, '') AS kind,
    CAST(i.valid_from AS DATE) - DATE '1970-01-01' AS valid_from_day,
    CAST(i.valid_to AS DATE) - DATE '1970-01-01' - 1 AS valid_to_day
FROM units_interest AS i
JOIN units_official AS o ON o.id = i.official_id

-- relation: portfolios
SELECT
    o.code AS official_id, p.unit_code AS unit_id,
    CAST(p.valid_from AS DATE) - DATE '1970-01-01' AS valid_from_day,
    CAST(p.valid_to AS DATE) - DATE '1970-01-01' - 1 AS valid_to_day
FROM units_portfolio AS p
JOIN units_official AS o ON o.id = p.official_id

-- relation: kinships
SELECT
    o.code AS official_id, k.code AS other_id, nullif(n.kind, '') AS kind,
    CAST(n.valid_from AS DATE) - DATE '1970-01-01' AS valid_from_day,
    CAST(n.valid_to AS DATE) - DATE '1970-01-01' - 1 AS valid_to_day
FROM units_kinship AS n
JOIN units_official AS o ON o.id = n.official_id
JOIN units_official AS k ON k.id = n.other_id
