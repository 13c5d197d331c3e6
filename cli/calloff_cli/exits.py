"""What an exit code means, and which failure has which: the one place for both."""

from __future__ import annotations

import json
import os
from enum import IntEnum

from calloff.errors import CalloffError, InputError, MissingPartError
from calloff_cli.screen import plain, say


class Exit(IntEnum):
    """Exit codes of `calloff`; scripts rely on them."""

    DONE = 0
    OWN_FAULT = 1
    USAGE = 2
    INPUT = 3
    INFEASIBLE = 4
    NO_PLAN = 5
    MISSING_PART = 6


def debugging() -> bool:
    """Whether the user asked for tracebacks."""
    return os.environ.get("CALLOFF_DEBUG") == "1"


def code_of(error: Exception) -> Exit:
    """The exit code of an error that ended a command."""
    if isinstance(error, MissingPartError):
        return Exit.MISSING_PART
    if isinstance(error, CalloffError):
        return Exit.INPUT
    # A file the system refuses is a path on the command line, as most often `-o`.
    if isinstance(error, OSError) and error.filename is not None:
        return Exit.USAGE
    return Exit.OWN_FAULT


def tell(error: Exception) -> None:
    """Say on stderr what went wrong: each fault of an input on a line of its own."""
    if isinstance(error, InputError):
        for fault in error.faults:
            say(plain(str(fault)))
        say(count_of(len(error.faults)))
    elif isinstance(error, CalloffError):
        say(plain(str(error)))
    elif code_of(error) is Exit.USAGE and isinstance(error, OSError):
        say(plain(f"{error.filename}: {error.strerror}"))
    else:
        say(plain(f"Calloff failed, and it is not your input: {type(error).__name__}: {error}"))
        say("Set CALLOFF_DEBUG=1 to see where.")


def count_of(faults: int) -> str:
    """How many faults an input has, in words."""
    return "1 fault." if faults == 1 else f"{faults} faults."


def faults_as_json(error: InputError) -> str:
    """The faults of an input as one JSON object."""
    from dataclasses import asdict

    return json.dumps({"valid": False, "faults": [asdict(f) for f in error.faults]}, indent=1, ensure_ascii=False)
