"""What tests share: parts that may be missing, and a browser."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from running import Ran, Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def needs(found: object, what: str) -> None:
    """Skip where a part is missing; where nothing may be missing (CI=true), fail."""
    if found:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed, and CI=true lets nothing be skipped")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium."""
    path = next((p for name in CHROMIUM if (p := shutil.which(name))), None)
    needs(path, "Chromium")
    assert path is not None
    return path


@pytest.fixture(scope="session")
def soffice() -> str:
    """Path of LibreOffice."""
    path = shutil.which("soffice") or shutil.which("libreoffice")
    needs(path, "LibreOffice")
    assert path is not None
    return path


@pytest.fixture(scope="session")
def java() -> None:
    """A Java runtime and mpxj, the independent reader of project files."""
    needs(shutil.which("java") and find_spec("mpxj") and find_spec("jpype"), "Java with mpxj")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One headless Chromium for all pages of a session."""
    needs(find_spec("playwright"), "playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        opened = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `calloff …` in this process."""
    from calloff_cli import app

    def run_here(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["calloff", *map(str, words)])
        try:
            app.main()
        except SystemExit as end:
            return Ran(int(end.code or 0), *capsys.readouterr())
        return Ran(0, *capsys.readouterr())

    return run_here
