// SPDX-License-Identifier: MIT
// Keeps the page as the project is: takes what the server tells, and swaps only what has changed, so that the reader
// stays where she is. Nothing is stored; without this file the page asks again every two seconds.
(function () {
  "use strict";

  var root = document.documentElement;
  var source = null;
  var layout = "";
  var pixels = 0;
  var shown = {};
  var busy = 0;
  var turn = 0;
  var ROOM = 1.1;

  function part(name) {
    return document.querySelector('[data-part="' + name + '"]');
  }

  function here() {
    var stage = document.querySelector("[data-shown]");
    return stage ? stage.dataset.shown : "";
  }

  // The widest picture in pixels of this screen: so wide must the server draw it.
  function measure() {
    var widths = Array.prototype.map.call(document.querySelectorAll(".page__picture"), function (picture) {
      return picture.clientWidth;
    });
    return Math.ceil(Math.max.apply(null, widths.concat(0)) * window.devicePixelRatio);
  }

  // What is at the top of the window stays there, whatever comes in above it.
  function anchor() {
    var pages = Array.prototype.slice.call(document.querySelectorAll("[data-page]"));
    var seen = pages.filter(function (page) {
      return page.getBoundingClientRect().bottom > 0;
    })[0];
    if (!seen || window.scrollY === 0) return function () {};
    var name = seen.dataset.page;
    var top = seen.getBoundingClientRect().top;
    return function () {
      var again = document.querySelector('[data-page="' + name + '"]');
      if (again) window.scrollBy({ top: again.getBoundingClientRect().top - top, behavior: "instant" });
    };
  }

  function swap(name, html) {
    var place = part(name);
    var focus = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    place.innerHTML = html;
    var again = focus && place.querySelector('a[href="' + CSS.escape(focus) + '"]');
    if (again) again.focus({ preventScroll: true });
  }

  // The new pictures are ready before the old ones go.
  function exchange(html) {
    var next = document.createElement("div");
    var current = {};
    document.querySelectorAll(".page__picture").forEach(function (picture) {
      current[picture.getAttribute("src")] = picture;
    });
    next.innerHTML = html;
    var mine = (turn += 1);
    var ready = Array.prototype.map.call(next.querySelectorAll(".page__picture"), function (picture) {
      return current[picture.getAttribute("src")] ? null : picture.decode().catch(function () {});
    });
    Promise.all(ready).then(function () {
      if (mine !== turn) return;
      var stay = anchor();
      var main = part("main");
      var focus = main.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      next.querySelectorAll(".page__picture").forEach(function (picture) {
        var same = current[picture.getAttribute("src")];
        if (same) picture.replaceWith(same);
      });
      main.replaceChildren.apply(main, Array.prototype.slice.call(next.childNodes));
      var again = focus && main.querySelector('a[href="' + CSS.escape(focus) + '"]');
      if (again) again.focus({ preventScroll: true });
      stay();
      fit();
    });
  }

  function take(event) {
    var news = JSON.parse(event.data);
    root.removeAttribute("data-ended");
    window.clearTimeout(busy);
    root.removeAttribute("data-busy");
    if (news.busy) {
      busy = window.setTimeout(function () {
        root.setAttribute("data-busy", "");
      }, 400);
    }
    Object.keys(news.parts).forEach(function (name) {
      if (shown[name] === news.parts[name]) return;
      shown[name] = news.parts[name];
      if (name === "main") exchange(news.parts[name]);
      else swap(name, news.parts[name]);
    });
    document.title = news.title + " – live preview";
    if (news.say) document.querySelector("[data-status]").textContent = news.say;
  }

  function listen() {
    if (source) source.close();
    pixels = measure();
    source = new EventSource(root.dataset.root + "events/" + encodeURIComponent(layout) + "?pixels=" + pixels);
    source.addEventListener("message", take);
    source.addEventListener("error", function () {
      root.setAttribute("data-ended", "");
      // The browser tries again by itself, unless it was refused.
      if (source.readyState === EventSource.CLOSED) window.setTimeout(listen, 2000);
    });
  }

  function rest() {
    if (source) source.close();
    source = null;
  }

  function fit() {
    if (source && measure() > ROOM * pixels) listen();
  }

  function go(address) {
    layout = decodeURIComponent(address.split("/show/")[1] || "");
    listen();
    window.scrollTo(0, 0);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest('a[href^="' + root.dataset.root + 'show/"]');
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.history.pushState(null, "", link.getAttribute("href"));
    go(link.getAttribute("href"));
  });
  window.addEventListener("popstate", function () {
    go(window.location.pathname);
  });
  // A page that nobody sees asks for nothing: browsers keep few connections.
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) rest();
    else if (!source) listen();
  });
  window.addEventListener("resize", function () {
    window.clearTimeout(fit.timer);
    fit.timer = window.setTimeout(fit, 300);
  });

  layout = here();
  listen();
})();
