// Finds pages by their words. Runs on the page of the search alone, after minisearch.js (which looks up) and index.js
// (which says what the pages are called and what stands on them).
(() => {
  "use strict";
  const form = document.querySelector("form.search");
  const said = document.getElementById("search_said");
  const list = document.getElementById("search_found");
  const facts = self.multumIndex;
  if (!form || !said || !list || !facts || !self.MiniSearch) return;
  const input = form.querySelector("input");
  const MOST = 50;

  // "Ŵyn" is found by "wyn".
  const plain = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const texts = facts.pages.map(() => []);
  for (const entry of facts.words ? facts.words.split(";") : []) {
    const [word, ...steps] = entry.split(" ");
    let page = 0;
    for (const step of steps) texts[(page += parseInt(step, 36))].push(word);
  }
  const pages = facts.pages.map(([file, title, sentence, kind], id) => ({
    id, file, title, sentence, kind: facts.kinds[kind], text: texts[id].join(" "),
  }));
  const search = new MiniSearch({
    fields: ["title", "sentence", "file", "text"],
    processTerm: plain,
    searchOptions: {
      combineWith: "AND",
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      boost: { title: 4, sentence: 2 },
    },
  });
  let ready = null;
  // A few pages at a time, so that typing is not held up.
  const prepare = () => (ready ??= search.addAllAsync(pages, { chunkSize: 500 }));

  const show = (words, found) => {
    const many = found.length === 1 ? "1 page has" : `${found.length} pages have`;
    const more = found.length > MOST ? ` These are the best ${MOST}.` : "";
    said.textContent = found.length === 0 ? `No page has “${words}”. Try fewer or other words.` : `${many} “${words}”.${more}`;
    list.replaceChildren(...found.slice(0, MOST).map(({ id }) => {
      const page = pages[id];
      const item = document.createElement("li");
      const link = document.createElement("a");
      const folder = page.file === "" || page.file.endsWith("/");
      link.href = `../${page.file.split("/").map(encodeURIComponent).join("/")}${folder ? facts.index : ""}`;
      link.textContent = page.title;
      item.append(link);
      for (const words of [page.sentence, page.kind]) {
        if (!words) continue;
        const line = document.createElement("p");
        line.textContent = words;
        item.append(line);
      }
      return item;
    }));
  };

  let asked = 0;
  const look = async () => {
    const words = input.value.trim();
    const turn = ++asked;
    if (words === "") {
      said.textContent = "";
      list.replaceChildren();
      return;
    }
    await prepare();
    if (turn !== asked) return;
    show(words, search.search(words));
    // The address can be kept or sent on. From a folder on a disk it can't be changed, and need not be.
    try {
      history.replaceState(null, "", `?q=${encodeURIComponent(words)}`);
    } catch {}
  };

  let waiting;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    look();
  });
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 200);
  });
  input.addEventListener("focus", prepare, { once: true });
  form.hidden = false;
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  if (input.value) look();
})();
