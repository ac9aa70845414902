"""Pure functions of content and answers: marks, results, progress. No files, no clock, no SQL."""
