// SPDX-License-Identifier: MIT
// Which publications fit what is typed. The site adds its words to this file, one such script for each language.
window.leafletsFinder = function (index) {
  "use strict";

  var parts = index.words.split(" ");
  var folded = {};
  Object.keys(index.kindred).forEach(function (stands) {
    index.kindred[stands].split("").forEach(function (letter) {
      folded[letter] = stands;
    });
  });

  function words(text) {
    return text
      .toLowerCase()
      .normalize("NFKD")
      .replace(new RegExp("[" + index.dropped + "]", "g"), "")
      .replace(/./gu, function (letter) {
        return folded[letter] || letter;
      })
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
      .trim()
      .split(" ")
      .filter(Boolean);
  }

  function shared(one, other) {
    var length = 0;
    while (length < one.length && one[length] === other[length]) length += 1;
    return length;
  }

  // The end of a word as typed and of one that is known, after the letters that they share: is one slip between them?
  function slipped(typed, known) {
    var swapped = typed.length > 1 && typed[0] === known[1] && typed[1] === known[0];
    return (
      known.slice(1).indexOf(typed.slice(1)) === 0 ||
      known.indexOf(typed.slice(1)) === 0 ||
      known.slice(1).indexOf(typed) === 0 ||
      (swapped && known.slice(2).indexOf(typed.slice(2)) === 0)
    );
  }

  function near(typed, known) {
    var same = shared(typed, known);
    return known.length - typed.length < 4 && slipped(typed.slice(same), known.slice(same));
  }

  // Each is tried only if the one before finds nothing: a beginning; more than a short word, or another form; a slip of the finger
  var WAYS = [
    function (typed, known) {
      return typed.length > 3 ? known.indexOf(typed) === 0 : known === typed;
    },
    function (typed, known) {
      var same = shared(typed, known);
      var inside = typed.length > 1 && known.indexOf(typed) >= 0;
      var around = known.length > 3 && typed.length - known.length < 4 && typed.indexOf(known) >= 0;
      return inside || around || (same > 3 && typed.length - same < 4 && known.length - same < 5);
    },
    function (typed, known) {
      return typed.length > 3 && (near(typed, known) || (typed.length > 5 && near(typed.slice(0, -2), known)));
    },
  ];

  function fitting(typed) {
    var found = {};
    WAYS.some(function (fits) {
      for (var at = 0; at < parts.length; at += 2) {
        if (fits(typed, parts[at])) {
          parts[at + 1].split("").forEach(function (one) {
            found[one] = true;
          });
        }
      }
      return Object.keys(found).length > 0;
    });
    return found;
  }

  // The codes of what fits most of the words: all of them if there is such a publication, half of them at the least
  return function (text) {
    var typed = words(text);
    var found = typed.map(fitting);
    var counts = index.codes.map(function (code, number) {
      return found.filter(function (one) {
        return one[String.fromCharCode(48 + number)];
      }).length;
    });
    var most = Math.max.apply(null, counts);
    return index.codes.filter(function (code, number) {
      return counts[number] === most && most * 2 >= typed.length;
    });
  };
};
