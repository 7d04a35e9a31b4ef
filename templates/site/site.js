// SPDX-License-Identifier: MIT
// What the site does beyond plain pages: leave fast, switch the contrast. Nothing is stored, nothing is sent; without
// this file every page works as it is.
(function () {
  "use strict";

  var root = document.documentElement;

  function word(name) {
    var found = document.querySelector('[data-words] [data-word="' + name + '"]');
    return found ? found.textContent : "";
  }

  function say(text) {
    var place = document.querySelector("[data-status]");
    if (place) place.textContent = text;
  }

  // Leaving

  var exit = document.querySelector("[data-exit]");

  function leave(event) {
    if (event) event.preventDefault();
    var cover = document.createElement("div");
    cover.className = "cover";
    cover.setAttribute("role", "alert");
    cover.textContent = word("neutral");
    document.body.appendChild(cover);
    root.setAttribute("data-left", "");
    document.title = word("neutral");
    // Takes the place of this page in the history: Back does not lead here.
    window.location.replace(exit.href);
  }

  // Three lights beside the hint show how often Shift was pressed.
  function light(number) {
    var lights = document.querySelector("[data-presses]");
    if (lights) lights.setAttribute("data-presses", String(number));
  }

  var PRESSES = 3;
  var PAUSE = 5000;
  var presses = 0;
  var alone = false;
  var timer = 0;

  function forget(quiet) {
    window.clearTimeout(timer);
    if (presses > 0 && !quiet) say(word("stopped"));
    presses = 0;
    light(presses);
  }

  function count() {
    presses += 1;
    light(presses);
    window.clearTimeout(timer);
    if (presses >= PRESSES) {
      leave();
    } else {
      say(word(presses === 1 ? "once" : "twice"));
      timer = window.setTimeout(forget, PAUSE);
    }
  }

  if (exit) {
    exit.addEventListener("click", leave);
    // Shift pressed and let go alone. With another key, a click, or in a field of a device without a keyboard, it is typing.
    var typesOnScreen = window.matchMedia("(hover: none) and (pointer: coarse)").matches;
    var interrupt = function () {
      alone = false;
      forget();
    };
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Shift") interrupt();
      else if (!event.repeat) alone = !(typesOnScreen && event.target.matches("input, select, textarea"));
    });
    ["pointerdown", "mousedown", "touchstart"].forEach(function (name) {
      document.addEventListener(name, interrupt, { passive: true });
    });
    document.addEventListener("keyup", function (event) {
      if (event.key === "Shift" && alone) {
        alone = false;
        count();
      }
    });
    var hint = document.querySelector("[data-hint]");
    if (hint) hint.hidden = false;
    // A page that comes back from the browser's memory is shown again whole.
    window.addEventListener("pageshow", function (event) {
      if (!event.persisted) return;
      var cover = document.querySelector(".cover");
      if (cover) cover.remove();
      root.removeAttribute("data-left");
      forget(true);
    });
  }

  // Contrast: the choice travels in the address, so that nothing is stored

  var CONTRAST = "contrast=more";
  var button = document.querySelector("[data-contrast-button]");

  function withContrast(address, on) {
    var parts = address.split("#");
    var page = parts[0].split("?")[0];
    return page + (on ? "?" + CONTRAST : "") + (parts.length > 1 ? "#" + parts[1] : "");
  }

  function isPage(link) {
    return link.protocol === window.location.protocol && link.host === window.location.host && /\.html$/.test(link.pathname);
  }

  function contrast(on) {
    if (on) root.setAttribute("data-contrast", "more");
    else root.removeAttribute("data-contrast");
    button.setAttribute("aria-pressed", String(on));
    document.querySelectorAll("a[href]").forEach(function (link) {
      if (isPage(link)) link.setAttribute("href", withContrast(link.getAttribute("href"), on));
    });
  }

  if (button) {
    button.hidden = false;
    contrast(window.location.search.indexOf(CONTRAST) >= 0);
    button.addEventListener("click", function () {
      var on = button.getAttribute("aria-pressed") !== "true";
      contrast(on);
      try {
        window.history.replaceState(null, "", withContrast(window.location.href, on));
      } catch (error) {
        // From a disk some browsers forbid it; the links carry the choice on all the same.
      }
    });
  }
})();
