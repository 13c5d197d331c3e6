"""Scripts that stop themselves as a person does at a prompt, each in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap


def words_of(script: str, *given: str) -> list[str]:
    """What a script prints, word by word."""
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *given],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=150,
        check=True,
        preexec_fn=heeding,
    )
    return run.stdout.split()


def heeding() -> None:
    """Started in the background, a shell makes its children deaf to Ctrl-C: be started as at a prompt."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
