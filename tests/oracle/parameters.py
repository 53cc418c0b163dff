"""The figures under which random stories are judged: small ones, so that small stories reach them."""

PARAMETERS = {"T05": {"workdays": 2}, "Q01": {"days": 1}, "Q02": {"cases": 0}, "T07": {"k": 2, "peers": 2, "least": 30}}
