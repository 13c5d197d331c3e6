"""Work for another process that needs nothing but the standard library, so that it starts at once."""

from __future__ import annotations

import os


def double(number: int) -> int:
    """Twice the number; 3 is refused, and 4 ends the process."""
    if number == 3:
        raise ValueError("three is too many")
    if number == 4:
        os._exit(9)
    return 2 * number
