"""A small invented city to look at, with people who may be entered as; on this machine alone."""
