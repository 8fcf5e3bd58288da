"""A classifier: learns a code from texts that people coded, and says how sure it is."""
