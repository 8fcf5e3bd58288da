"""Pure functions of arrays and strings: no table library, no files, no engine."""
