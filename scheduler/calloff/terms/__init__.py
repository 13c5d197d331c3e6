"""What contract-length flexibility is worth, told as the values at which the answer turns."""

from calloff.terms.family import kinds_of
from calloff.terms.study import LONGEST, Longest, PriceUsed, Study, study
from calloff.terms.switching import Switch

__all__ = ["LONGEST", "Longest", "PriceUsed", "Study", "Switch", "kinds_of", "study"]
