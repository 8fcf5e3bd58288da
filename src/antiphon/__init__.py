"""Antiphon: do blocs of actors act in concert, exchange, borrow, or react to the same world?"""

__version__ = "0.1.0"
