"""Make the two pictures of the page on the console, as a browser draws them.

    thaad run korea-2017 --seed 1
    thaad serve --port 8750
    python builders/console_pictures.py http://127.0.0.1:8750/ docs/images

The second command stays open in a terminal of its own, in the folder that holds `runs`. Needs
chromium and the package `playwright`. Each picture is 1280 x 800.
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

WIDTH, HEIGHT = 1280, 800  # CSS pixels
TIME = 232  # s into the run: missiles, tracks, interceptors and a kill at once
SETTLED = 3000  # ms, for letters and shores
PATIENCE = 300_000  # ms; the engine may have to be compiled, and WebGL be drawn in software
FLAGS = (
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--no-first-run",
)
READY = "document.querySelector('#engine').textContent === ''"
FINE = """() => { const panel = document.querySelector('#whatif-panel');
    return panel.dataset.phase === 'fine' && panel.dataset.old === 'false'; }"""


def replay(page: Page, link: str) -> None:
    """Open the newest run of korea-2017 in the middle of the battle."""
    runs = page.request.get(f"{link}api/v1/runs").json()
    names = [run["name"] for run in runs if run["scenario"] == "korea-2017"]
    if not names:
        sys.exit("no run of korea-2017 in the folder of runs")
    page.goto(f"{link}#view=replay&run={names[0]}&t={TIME}")
    page.wait_for_selector("#play")


def what_if(page: Page, link: str) -> None:
    """Open the defended area of korea-2017, as fine as it becomes."""
    page.goto(f"{link}#view=whatif&s=korea-2017")
    page.wait_for_function(FINE)


def save(page: Page, path: Path) -> None:
    """Save what the page shows once the engine is ready and everything is drawn."""
    page.wait_for_function(READY)
    page.wait_for_timeout(SETTLED)
    with Image.open(BytesIO(page.screenshot())) as image:
        image.convert("RGB").save(path, optimize=True)
    print(f"{path}: {path.stat().st_size / 1e3:.0f} kB")


def main(link: str, folder: Path) -> None:
    """Draw both pictures into a folder."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("needs chromium")
    with sync_playwright() as play:
        window = play.chromium.launch(executable_path=browser, args=FLAGS)
        for name, show in (("console", replay), ("what-if", what_if)):
            page = window.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.set_default_timeout(PATIENCE)
            show(page, link)
            save(page, folder / f"{name}.png")
            page.close()
        window.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
