"""Figures, not tests: time, memory and accuracy, printed as tables."""
