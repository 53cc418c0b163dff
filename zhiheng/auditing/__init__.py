"""Auditing a log against a city's documents: read, derive, judge, report."""
