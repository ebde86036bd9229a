"""Make the README's picture: the page that a run leaves, as a browser draws it.

    thaad run korea-2017 --seed 1
    python builders/readme_picture.py runs/korea-2017-seed1-... docs/images/korea-2017.png

Needs chromium. The page is drawn at 1280 x 745, twice as fine, from the run folder alone, then
reduced to 256 colours, which no eye sees here and makes a quarter of the file.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT = 1280, 745  # CSS pixels: answer, map, timeline, altitudes
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=2",
    f"--window-size={WIDTH},{HEIGHT}",
    "--run-all-compositor-stages-before-draw",
    "--virtual-time-budget=3000",
)


def main(run: Path, picture: Path) -> None:
    """Draw the page of a run folder into a PNG file."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("needs chromium")
    picture.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "raw.png"
        command = [browser, *FLAGS, f"--user-data-dir={scratch}/profile", f"--screenshot={raw}"]
        command.append((run / "index.html").resolve().as_uri())
        subprocess.run(command, check=True, capture_output=True, timeout=90)  # noqa: S603
        with Image.open(raw) as image:
            image.convert("RGB").quantize(256).save(picture, optimize=True)
    print(f"{picture}: {picture.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
