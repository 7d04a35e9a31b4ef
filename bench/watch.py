# SPDX-License-Identifier: MIT
"""How long `watch` takes from saving data.yaml to the new picture in a real browser.

Each layout is looked at in a headless Chromium. A sentence of it is changed and the clock runs from the end of the save
to the first frame that shows the new picture. The project is the data.yaml that ships, in every language.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import project as projects
from bench.inside import CHROMIUM
from bench.machine import crowding
from bench.results import Contestant, Experiment, Goal, row_of
from bench.timed import ROOT, Failed, Sample
from bench.workshop import Workshop

SENTENCES = {
    "parents-guide": ("say: What to say", "say: What you say"),
    "talk-to-someone": ("tell-heading: Tell someone you trust", "tell-heading: Tell someone you like"),
}
"""By publication: words of data.yaml that it prints, and others."""
LAYOUTS = {
    "poster, A4": "talk-to-someone.poster-a4.en",
    "poster, A3": "talk-to-someone.poster-a3.en",
    "tri-fold": "parents-guide.trifold-dl.en",
}
SETTLED_SECONDS, PATIENCE_SECONDS = 3, 30
"""After that long the other layouts have been compared; a picture that has not come by then does not come."""
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


def watch(shop: Workshop) -> Experiment:
    """From saving data.yaml to the new picture in a browser."""
    found = Experiment("watch", "From saving data.yaml to the picture in a browser", "a change")
    peer = shop.peers["chromium"]
    if peer.missing:
        found.skipped[peer.name] = peer.missing
        return found
    from playwright.sync_api import sync_playwright

    data = projects.make(shop.folder(), projects.shipped()).data
    command = [sys.executable, "-m", "leaflets", "watch", "--project", str(data.parent), "--port", "0", "--no-open"]
    with (
        sync_playwright() as driver,
        driver.chromium.launch(executable_path=peer.program, args=list(CHROMIUM)) as browser,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program,
    ):
        try:
            assert program.stdout
            address = re.findall(r"http://\S+", program.stdout.readline())[0]
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            for title, layout in list(LAYOUTS.items())[: 1 if shop.small else None]:
                side = Contestant(title, "all", Goal("seconds", most=0.2), ours=True)
                page.goto(f"{address}show/{layout}")
                page.locator(".page__picture").first.wait_for(timeout=PATIENCE_SECONDS * 1000)
                for _ in range(shop.rounds):
                    shop.crowded.append(crowding())
                    shop.say(side.name)
                    time.sleep(SETTLED_SECONDS)
                    side.samples.append(save_and_look(page, data, SENTENCES[layout.split(".")[0]]))
                found.rows.append(row_of(side, None))
        finally:
            program.terminate()
    found.notes.append("To the first frame with the new picture; the checks of the finished files follow it.")
    return found


def save_and_look(page: Any, data: Path, words: tuple[str, str]) -> Sample:
    """Exchange some words for others, or back, and return how long the new picture takes."""
    text = data.read_text(encoding="utf-8")
    old, new = words if words[0] in text else words[::-1]
    if old not in text:
        raise Failed(f"data.yaml no longer has '{words[0]}'")
    page.evaluate("window.shown = null")
    page.evaluate(f"void ({SHOWN})().then(time => window.shown = time)")
    data.write_text(text.replace(old, new), encoding="utf-8")
    start = time.time()
    while not (shown := page.evaluate("window.shown")):
        if time.time() > start + PATIENCE_SECONDS:
            raise Failed(f"no picture of '{new}' has come")
        time.sleep(0.01)
    return Sample(shown / 1000 - start)
