"""Measurements: `python -m benchmarks all --write` writes the tables of docs/performance.md."""
