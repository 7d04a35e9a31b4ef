# SPDX-License-Identifier: MIT
"""How long `watch` takes from saving data.yaml to the new picture on the screen of a real browser.

    python bench/watch.py [LAYOUT ...]     (default: a poster and the tri-fold)

Each layout is looked at in a headless Chromium; a sentence of it is changed ten times, and the clock runs from the end
of the save to the first frame that shows the new picture. The project is a copy of the data.yaml that ships.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT), str(ROOT / "tests")]

from browsing import open_browser  # noqa: E402
from playwright.sync_api import Page  # noqa: E402

ROUNDS = 10
LIMIT_SECONDS = 0.5
SENTENCES = {
    "parents-guide": ("say: What to say", "say: What you say"),
    "talk-to-someone": ("tell-heading: Tell someone you trust", "tell-heading: Tell someone you like"),
}
"""By publication: words of data.yaml that it prints, and others."""
LAYOUTS = ("talk-to-someone.poster-a4.en", "talk-to-someone.poster-a3.en", "parents-guide.trifold-dl.en")
SHOWN = """() => new Promise(done => {
  const before = sources();
  const look = () => {
    const now = document.querySelectorAll('.page__picture');
    if (sources() !== before && [...now].every(one => one.complete && one.naturalWidth))
      requestAnimationFrame(() => done(performance.timeOrigin + performance.now()));
    else requestAnimationFrame(look);
  };
  look();
  function sources() { return [...document.querySelectorAll('.page__picture')].map(one => one.src).join(); }
})"""


def measure(page: Page, data: Path, layout: str, address: str) -> list[float]:
    """Return the seconds of each round."""
    page.goto(f"{address}show/{layout}")
    page.locator(".page__picture").first.wait_for(timeout=30_000)
    time.sleep(3)  # the other layouts are compared for the first time
    (words, others), text = SENTENCES[layout.split(".")[0]], data.read_text(encoding="utf-8")
    assert words in text
    times = []
    for number in range(ROUNDS):
        page.evaluate("window.shown = null")
        page.evaluate(f"void ({SHOWN})().then(time => window.shown = time)")
        saved = text if number % 2 else text.replace(words, others)
        data.write_text(saved, encoding="utf-8")
        start = time.time()
        while not (end := page.evaluate("window.shown")) and time.time() < start + 10:
            time.sleep(0.01)
        times.append(end / 1000 - start)
        time.sleep(1.5)
    data.write_text(text, encoding="utf-8")
    time.sleep(2)
    return times


def main() -> int:
    """Print the table; 1 if a median is over the limit."""
    layouts = sys.argv[1:] or LAYOUTS
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        data = Path(folder) / "data.yaml"
        shutil.copyfile(ROOT / "data.yaml", data)
        command = [sys.executable, "-m", "leaflets", "watch", "--project", folder, "--port", "0", "--no-open"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
            try:
                assert program.stdout
                address = re.findall(r"http://\S+", program.stdout.readline())[0]
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                for layout in layouts:
                    times = measure(page, data, layout, address)
                    median = statistics.median(times)
                    worst = max(worst, median)
                    print(f"{layout:40} median {median:.3f} s, from {min(times):.3f} to {max(times):.3f}")
            finally:
                program.terminate()
    return int(worst > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
