// SPDX-License-Identifier: MIT
// What the site does beyond plain pages: leave fast, switch the contrast, find a leaflet. Nothing is stored, nothing is
// sent; without this file every page works as it is.
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
    cover.textContent = word("leaving");
    document.body.appendChild(cover);
    root.setAttribute("data-left", "");
    document.title = word("neutral");
    // Takes the place of this page in the history: Back does not lead here.
    window.location.replace(exit.href);
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
  }

  function count() {
    presses += 1;
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
    // Shift pressed and let go alone; Shift with another key is typing.
    document.addEventListener("keydown", function (event) {
      if (event.key === "Shift") {
        if (!event.repeat) alone = true;
      } else {
        alone = false;
        forget();
      }
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

  // Finding

  var form = document.querySelector("[data-search]");
  var list = document.querySelector("[data-cards]");

  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  function finder() {
    var cards = Array.prototype.slice.call(list.querySelectorAll("[data-card]"));
    var texts = {};
    cards.forEach(function (card) {
      texts[card.dataset.card] = plain(card.textContent);
    });
    var field = form.querySelector("input");
    var choices = Array.prototype.slice.call(form.querySelectorAll("select"));

    function fits(card, words) {
      return (
        words.every(function (one) {
          return texts[card.dataset.card].indexOf(one) >= 0;
        }) &&
        choices.every(function (choice) {
          var values = (card.dataset[choice.dataset.facet] || "").split(" ");
          return !choice.value || values.indexOf(choice.value) >= 0;
        })
      );
    }

    function show() {
      var words = plain(field.value).split(/\s+/).filter(Boolean);
      var shown = 0;
      cards.forEach(function (card) {
        card.hidden = !fits(card, words);
        if (!card.hidden) shown += 1;
      });
      document.querySelector("[data-count]").textContent = String(shown);
      document.querySelector("[data-nothing]").hidden = shown > 0;
    }

    function learn(catalogue) {
      catalogue.publications.forEach(function (one) {
        var more = [one.summary, one.code];
        Object.keys(one.languages).forEach(function (tag) {
          more.push(one.languages[tag].title, one.languages[tag].words.join(" "));
        });
        texts[one.code] = (texts[one.code] || "") + " " + plain(more.join(" "));
      });
      show();
    }

    form.hidden = false;
    document.querySelector("[data-plain]").hidden = true;
    form.addEventListener("input", show);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
    });
    form.addEventListener("reset", function () {
      window.setTimeout(show, 0);
    });
    show();
    // The catalogue knows more words than the cards show. From a disk it cannot be fetched, and the cards must do.
    if (window.fetch && window.location.protocol !== "file:") {
      window
        .fetch(form.dataset.catalogue)
        .then(function (answer) {
          return answer.json();
        })
        .then(learn)
        .catch(function () {});
    }
  }

  if (form && list) finder();
})();
