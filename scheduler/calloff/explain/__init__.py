"""True answers to questions about a plan: why a date, why no plan, what would help.

Every answer is proved by solving again with the date forced or the limit lifted; none is guessed
from what happens to be full.
"""
