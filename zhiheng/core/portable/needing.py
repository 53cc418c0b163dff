"""Which relations a query cannot do without: where one of them has no rows, the query has none either."""

from collections.abc import Mapping

from sqlglot import exp

Needs = frozenset[str]


def needed(query: exp.Query) -> Needs:
    """The relations each of which must have rows for the query to return any; at least these, perhaps more."""
    return _needed(query, {})


def _needed(query: exp.Expr, made: Mapping[str, Needs]) -> Needs:
    known = dict(made)
    with_ = query.args.get("with_")
    for cte in () if with_ is None else with_.expressions:
        known[cte.alias.lower()] = _needed(cte.this, known)
    if isinstance(query, exp.Subquery):
        return _needed(query.this, known)
    if isinstance(query, exp.Union):
        return _needed(query.left, known) & _needed(query.right, known)
    if not isinstance(query, exp.Select) or _is_one_row(query):
        return frozenset()
    return _sources(query, known)


def _is_one_row(query: exp.Select) -> bool:
    """Whether rows are added up into one, which is there even if they are not."""
    totals = [found for column in query.expressions for found in column.find_all(exp.AggFunc)]
    return query.args.get("group") is None and any(not isinstance(total.parent, exp.Window) for total in totals)


def _sources(query: exp.Select, known: Mapping[str, Needs]) -> Needs:
    from_ = query.args.get("from_")
    if from_ is None:
        return frozenset()
    needs = _source(from_.this, known)
    for join in query.args.get("joins") or ():
        right = _source(join.this, known)
        if join.side == "FULL":
            needs &= right
        elif not join.side:
            needs |= right
        elif join.side != "LEFT":
            return frozenset()
    return needs


def _source(source: exp.Expr, known: Mapping[str, Needs]) -> Needs:
    if isinstance(source, exp.Table):
        name = source.name.lower()
        return known.get(name, frozenset({name}))
    return _needed(source, known)
