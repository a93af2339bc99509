// Remembers the colours that a reader of large print chose. The page works without it, and forgets them.
(function () {
  "use strict";
  var key = "large-print-colours";
  var choices = document.querySelectorAll("input[name=colours]");
  var remembered = null;
  try {
    remembered = localStorage.getItem(key);
  } catch (refused) {
    // The browser keeps nothing for this page, and the reader chooses anew on the next.
  }
  choices.forEach(function (choice) {
    if (choice.id === remembered) choice.checked = true;
    choice.addEventListener("change", function () {
      try {
        localStorage.setItem(key, choice.id);
      } catch (refused) {
        // As above: the choice holds for this page.
      }
    });
  });
})();
