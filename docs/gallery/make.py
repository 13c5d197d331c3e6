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
    from collections.abc import Sequence

    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
RUN = "import sys; from calloff_cli.app import main; sys.argv[0] = 'calloff'; main()"
TO_PLAN = ("document.querySelector('#plan').scrollIntoView()",)
ZOOMED = (
    *TO_PLAN,
    "document.querySelector('[data-do=today]').click()",
    "document.querySelectorAll('.twist')[1].click()",
)
EXPLAINED = (
    *TO_PLAN,
    "[...document.querySelectorAll('.groups .name')].find(n => n.textContent.startsWith('Synergy: ')).click()",
)
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
        report = folder / "whitehall-2022" / "report.html"
        take_part(browser, report, 1120, "#plan .stick", "plan-on-a-page.png")
        take_part(browser, folder / "starter" / "report.html", 1120, "#plan .stick", "starter-plan.png")
        for width in (1440, 768, 390):
            take_screen(browser, report, width, f"report-{width}.png")
        take_screen(browser, report, 1440, "timeline-zoomed.png", ZOOMED)
        take_screen(browser, report, 1440, "detail.png", EXPLAINED)
        take_part(browser, report, 1120, "#capacity", "capacity.png")
        take_part(browser, report, 1120, "#goals", "goals.png")
        take_screen(browser, fifty(folder), 1440, "fifty-clusters.png", TO_PLAN)
        take_part(browser, futures(folder), 1120, "#timelines", "whatif.png")
        take_paper(browser, report, folder, "print.png")
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
    return f"$ calloff {' '.join(command)}\n{ran(command, folder)}"


def ran(command: list[str], folder: Path) -> str:
    """What a command prints."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def futures(folder: Path) -> Path:
    """The page of a what-if of the starter."""
    words = ["--scenario", "ports-declines", "--scenario", "south-late+ports-declines", "--goals", "gap,unsecured,cost"]
    apart = folder / "futures"  # where no folder is called as the bundled programme
    apart.mkdir()
    ran(["whatif", "starter", *words, "-o", "."], apart)
    return apart / "whatif.html"


def fifty(folder: Path) -> Path:
    """The page of fifty invented clusters."""
    sys.path.insert(0, str(HERE.parents[1] / "tests"))
    import report_samples
    from calloff.report import tabulate
    from calloff_data.write.page import render

    page = folder / "fifty.html"
    page.write_text(render(tabulate(*report_samples.fifty())), encoding="utf-8")
    return page


def opened(browser: Browser, file: Path, width: int) -> Page:
    """A page at a width [pixels]."""
    page = browser.new_page(viewport={"width": width, "height": 900 if width > 600 else 1200})
    page.goto(file.as_uri())
    return page


def take_part(browser: Browser, file: Path, width: int, part: str, name: str) -> None:
    """A picture of one part of a page, with nothing that stays in place over it."""
    page = opened(browser, file, width)
    page.add_style_tag(content=".pan{position:static!important}")
    page.locator(part).first.screenshot(path=HERE / name)
    page.close()


def take_screen(browser: Browser, file: Path, width: int, name: str, steps: Sequence[str] = ()) -> None:
    """A picture of a screen, after some steps."""
    page = opened(browser, file, width)
    for step in steps:
        page.evaluate(step)
    page.wait_for_timeout(300)
    page.screenshot(path=HERE / name)
    page.close()


def take_paper(browser: Browser, file: Path, folder: Path, name: str) -> None:
    """A picture of the second and third page in print."""
    page = opened(browser, file, 1440)
    page.pdf(path=folder / "print.pdf", format="A4", landscape=True)
    page.close()
    subprocess.run(["pdftoppm", "-f", "2", "-l", "3", "-r", "72", "-png", "print.pdf", "print"], cwd=folder, check=True)
    pages = "".join(
        f'<img src="{p.as_uri()}" style="border:1px solid #999">' for p in sorted(folder.glob("print-*.png"))
    )
    sheet = folder / "print.html"
    sheet.write_text(f'<body style="margin:0;display:inline-grid;gap:12px">{pages}', encoding="utf-8")
    page = opened(browser, sheet, 900)
    page.locator("body").screenshot(path=HERE / name)
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
