// SPDX-License-Identifier: MIT
// Find a publication: by words, which a script of the language knows, and by choices, which are kept in the address.
(function () {
  "use strict";

  var form = document.querySelector("[data-search]");
  var list = document.querySelector("[data-cards]");

  function finder() {
    var cards = Array.prototype.slice.call(list.querySelectorAll("[data-card]"));
    var field = form.querySelector("input");
    var choices = Array.prototype.slice.call(form.querySelectorAll("select"));
    var asked = false;

    function fits(card, codes) {
      return (
        (!codes || codes.indexOf(card.dataset.card) >= 0) &&
        choices.every(function (choice) {
          var values = (card.dataset[choice.dataset.facet] || "").split(" ");
          return !choice.value || values.indexOf(choice.value) >= 0;
        })
      );
    }

    // Asked for at the first key: most visitors never search.
    function ask() {
      if (asked) return;
      asked = true;
      var script = document.createElement("script");
      script.src = form.dataset.index;
      script.addEventListener("load", show);
      document.head.appendChild(script);
    }

    function show() {
      var text = field.value.trim();
      if (text) ask();
      var codes = text && window.leafletsFind ? window.leafletsFind(text) : null;
      var shown = 0;
      cards.forEach(function (card) {
        card.hidden = !fits(card, codes);
        if (!card.hidden) shown += 1;
      });
      document.querySelector("[data-count]").textContent = String(shown);
      document.querySelector("[data-nothing]").hidden = shown > 0;
    }

    // The choices are marks and codes; the words that somebody types stay out of the address, and so out of the history.
    function keep() {
      var state = choices
        .filter(function (choice) {
          return choice.value;
        })
        .map(function (choice) {
          return choice.dataset.facet + "=" + encodeURIComponent(choice.value);
        })
        .join("&");
      document.querySelectorAll(".languages a").forEach(function (link) {
        link.hash = state;
      });
      try {
        window.history.replaceState(null, "", state ? "#" + state : window.location.href.split("#")[0]);
      } catch (error) {
        // From a disk some browsers forbid it.
      }
    }

    function recall() {
      window.location.hash
        .slice(1)
        .split("&")
        .forEach(function (part) {
          var choice = form.querySelector('[data-facet="' + part.split("=")[0].replace(/[^a-z]/g, "") + '"]');
          if (choice) choice.value = decodeURIComponent(part.split("=")[1] || "");
          if (choice && choice.selectedIndex < 0) choice.value = "";
        });
    }

    function change() {
      keep();
      show();
    }

    form.hidden = false;
    document.querySelector("[data-plain]").hidden = true;
    recall();
    change();
    field.addEventListener("input", show);
    form.addEventListener("change", change);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      document.querySelector("[data-found]").focus();
    });
    form.addEventListener("reset", function () {
      window.setTimeout(change, 0);
    });
  }

  if (form && list) finder();
})();
