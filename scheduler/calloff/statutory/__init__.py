"""Procurement law as dated figures, and the working days that it gives; the figures come from outside."""

from calloff.statutory.dates import WorkingDates, working_dates
from calloff.statutory.rulebook import Figure, Regime, Rulebook
from calloff.statutory.working_days import JURISDICTIONS, WorkingDays

__all__ = ["JURISDICTIONS", "Figure", "Regime", "Rulebook", "WorkingDates", "WorkingDays", "working_dates"]
