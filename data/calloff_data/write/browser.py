"""Pictures and prints by an installed Chromium or Chrome: found, run without a screen, never waited for too long.

The browser opens one local file of ours, with a profile of its own that is thrown away, and is told that
no host exists, so that nothing leaves the machine.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from calloff.errors import MissingPartError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
"""Where browsers are that no search path names."""
QUIET = (
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
LONGEST = 120
"""How long the browser may take [s]."""
INSTEAD = "calloff export svg gives the plan on a page without a browser, html the report"


def find() -> str:
    """Path of a browser.

    Raises
    ------
    MissingPartError
        There is none.
    """
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    found = found or next((place for place in PLACES if Path(place).is_file()), None)
    if found is None:
        raise MissingPartError(
            "png and pdf are made by Chromium or Chrome, and neither is on the search path. Install one (Debian and "
            f"Ubuntu: apt install chromium; elsewhere: Chrome from its maker) and try again. {INSTEAD}."
        )
    return found


def make(source: bytes, name: str, made: str, kind: str, options: Sequence[str]) -> bytes:
    """What the browser makes of a file.

    Parameters
    ----------
    source, name
        The file and its name, which tells the browser its kind.
    made, kind
        The option that says where to, as `--screenshot`, and how what is made is called: `png`.
    options
        Further options.

    Raises
    ------
    MissingPartError
        There is no browser, or it made nothing.
    """
    program = find()
    # A browser may still write into its profile while it closes.
    with TemporaryDirectory(prefix="calloff-", dir=_room(program), ignore_cleanup_errors=True) as held:
        folder = Path(held)
        (folder / name).write_bytes(source)
        target = folder / f"made.{kind}"
        words = [program, *QUIET, *_sandbox(), f"--user-data-dir={folder / 'profile'}", *options]
        failure = _run([*words, f"{made}={target}", (folder / name).as_uri()], _surroundings(program, folder))
        if not target.is_file() or not target.stat().st_size:
            raise MissingPartError(f"{program} made no file ({failure}). {INSTEAD}.")
        return target.read_bytes()


def _sandbox() -> tuple[str, ...]:
    """Chromium refuses to run as root with its sandbox."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


def _room(program: str) -> str | None:
    """Where the browser can read and write; one that came as a snap sees nothing but its user's home."""
    return str(Path.home()) if _is_snap(program) else None


def _is_snap(program: str) -> bool:
    return program.startswith("/snap/")


def _surroundings(program: str, folder: Path) -> dict[str, str]:
    """The environment; what a browser shares between windows and notes of crashes goes to the folder too."""
    own = {} if _is_snap(program) else dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(folder))
    return {**os.environ, **own}


def _run(words: Sequence[str], surroundings: Mapping[str, str]) -> str:
    """Run a browser to its end, or end it and all it started; gives why, if it failed."""
    own_group = sys.platform != "win32"
    try:
        process = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=own_group, env=surroundings
        )
    except OSError as found:
        return f"it could not be started: {found.strerror or found}"
    try:
        _, said = process.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return f"it took more than {LONGEST} seconds"
    finally:
        # Also where somebody stops us: a browser in a group of its own hears nothing of that.
        if process.poll() is None:
            _end(process, own_group)
    return f"exit code {process.returncode}{_reason(said.decode(errors='replace'))}"


def _end(process: subprocess.Popen[bytes], own_group: bool) -> None:
    if own_group:
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.communicate()


def _reason(said: str) -> str:
    """The line that tells most of what a browser said: a fatal one or one about its sandbox, else the last."""
    lines = [line for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "sandbox" in line.lower()]
    return f": {(telling or lines)[-1][:200]}" if lines else ""
