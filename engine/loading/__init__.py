"""YAML to models, or Problems: reading, overlays, checks across files."""
