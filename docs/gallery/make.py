"""Make the pictures of the gallery anew: `.venv/bin/python docs/gallery/make.py`.

Plans the bundled programmes with the installed `calloff`, opens the reports in a Chromium without
a window, prints the office files with LibreOffice, and writes the pictures beside this file.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
RUN = "import sys; from calloff_cli.app import main; sys.argv[0] = 'calloff'; main()"
DRAWN = "document.querySelectorAll('.js-plotly-plot .main-svg').length > 0"
TERMINAL = """<body style="margin:0"><pre style="margin:0;padding:16px;background:#101418;color:#e6e9ec;
font:14px/1.35 'DejaVu Sans Mono',monospace;width:max-content">{}</pre>"""


def main() -> None:
    """Plan, open and take every picture."""
    chromium = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if chromium is None:
        sys.exit("needs a Chromium: chromium, chromium-browser or google-chrome")
    with tempfile.TemporaryDirectory() as work, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        folder = Path(work)
        said = planned("starter", folder)
        planned("whitehall-2022", folder)
        take_page(browser, folder / "whitehall-2022", 1120, "#plan", "plan-on-a-page.png")
        take_page(browser, folder / "starter", 1120, "#plan", "starter-plan.png")
        for width in (1440, 390):
            take_page(browser, folder / "whitehall-2022", width, None, f"report-{width}.png")
        take_page(browser, folder / "whitehall-2022", 1120, "#capacity", "capacity.png")
        take_page(browser, folder / "whitehall-2022", 1120, "#goals", "goals.png")
        take_terminal(browser, said, "terminal.png")
        take_workbook(folder, {"workbook-guide.png": (1, 1035), "workbook-departments.png": (4, 640)})
        browser.close()
        take_office(folder, "xlsx", 5, "workbook.png")
        take_office(folder, "pptx", 1, "slide-plan.png")
        take_office(folder, "pptx", 4, "slide-cluster.png")
        take_office(folder, "docx", 1, "briefing.png")


def planned(name: str, folder: Path) -> str:
    """Plan a bundled programme; what the command prints, as a terminal shows it."""
    command = ["solve", name, "-o", name]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return f"$ calloff {' '.join(command)}\n{done.stdout}"


def take_page(browser: Browser, folder: Path, width: int, part: str | None, name: str) -> None:
    """A picture of a report at a width [pixels]: of one part, or of the first screens."""
    page = browser.new_page(viewport={"width": width, "height": 900 if width > 600 else 1600})
    page.goto((folder / "report.html").as_uri())
    page.wait_for_function(DRAWN)
    if part is None:
        page.screenshot(path=HERE / name)
    else:
        page.locator(part).screenshot(path=HERE / name)
    page.close()


def take_workbook(folder: Path, pages: dict[str, tuple[int, int]]) -> None:
    """Pictures of pages of a workbook, as LibreOffice prints them, down to a height [pixels]."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None or shutil.which("pdftoppm") is None:
        sys.exit("needs LibreOffice and pdftoppm")
    book = folder / "whitehall-2026.xlsx"
    calloff = [sys.executable, "-c", RUN, "examples", "whitehall-2026", "--to", book.name]
    subprocess.run(calloff, cwd=folder, check=True)
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(book)]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)
    for name, (number, height) in pages.items():
        page = ["-f", str(number), "-l", str(number), "-r", "92", "-H", str(height), "-png", "-singlefile"]
        to = HERE / name.removesuffix(".png")
        subprocess.run(["pdftoppm", *page, str(book.with_suffix(".pdf")), str(to)], check=True)


def take_terminal(browser: Browser, said: str, name: str) -> None:
    """A picture of a text as a terminal shows it."""
    page = browser.new_page(viewport={"width": 800, "height": 600})
    page.set_content(TERMINAL.format(html.escape(said.rstrip())))
    page.locator("pre").screenshot(path=HERE / name)
    page.close()


def take_office(folder: Path, form: str, page: int, name: str) -> None:
    """A picture of one page of an exported file, as LibreOffice prints it."""
    made = folder / f"plan.{form}"
    export = ["export", form, str(folder / "whitehall-2022" / "plan.json"), "-o", str(made)]
    subprocess.run([sys.executable, "-c", RUN, *export], cwd=HERE, check=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    print_it = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(made)]
    subprocess.run(print_it, check=True, stdout=subprocess.DEVNULL)
    at = ["-f", str(page), "-l", str(page), "-singlefile", "-r", "80", "-png"]
    subprocess.run(["pdftoppm", *at, str(folder / "plan.pdf"), str(HERE / name.removesuffix(".png"))], check=True)


if __name__ == "__main__":
    main()
