"""People: samples for them to code, their answers, their agreement, shares corrected by them."""
