"""Checks in processes of their own: two at once use two cores, and a crash ends only its own."""

from service.checking.pool import CheckerLost, Checkers, NoNursery

__all__ = ["CheckerLost", "Checkers", "NoNursery"]
