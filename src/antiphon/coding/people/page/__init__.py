"""A page in the browser to code in: one text, one question, number keys; on this machine alone."""
