"""The figures of this project, measured here and written to benchmarks/results."""
