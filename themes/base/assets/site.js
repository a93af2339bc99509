// What a page can do beyond being read: sort a table, shorten the list of measures, copy the link to a figure. Every page is
// whole without this file. It needs nothing but the browser, stores nothing and sends nothing.
(() => {
  "use strict";
  const make = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    Object.assign(element, attributes);
    element.append(...inside);
    return element;
  };

  // What has changed is said to those who hear the page.
  const status = make("p", { className: "unseen", role: "status" });
  const say = (words) => {
    status.textContent = words;
  };

  // A table is sorted by the heading that is pressed. Numbers go from the largest, words from A; a second press turns it round.
  const order = new Intl.Collator(document.documentElement.lang || "en-GB", { numeric: true });
  const valueOf = (cell) => {
    const words = cell.textContent.replace(/\s+/gu, " ").trim();
    if (/^(\[\w+\]|Not known|No figures|)$/.test(words)) return null;
    // "up 14 percentage points", "5 percentage points below England".
    const change = /^(up|down) ([\d,.]*\d)/iu.exec(words) ?? /^([\d,.]*\d)%? .*(above|below)/iu.exec(words);
    if (change) {
      const [size, way] = /^\d/.test(change[1]) ? [change[1], change[2]] : [change[2], change[1]];
      return Number(size.replaceAll(",", "")) * (/down|below/i.test(way) ? -1 : 1);
    }
    if (/^(no change|the same)/i.test(words)) return 0;
    const number = /^([−-]?)£?([\d,]+(?:\.\d+)?)(?=%|\s|$)/u.exec(words);
    return number ? Number(number[2].replaceAll(",", "")) * (number[1] ? -1 : 1) : words;
  };
  const arrange = (table, column, isDown) => {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, value: valueOf(row.cells[column]) }));
    const numbers = rows.some(({ value }) => typeof value === "number");
    const down = isDown(numbers);
    rows.sort((one, other) => {
      // What is withheld or missing stands last, whichever way.
      if (one.value === null || other.value === null) return (one.value === null) - (other.value === null);
      const both = typeof one.value === "number" && typeof other.value === "number";
      const step = both ? one.value - other.value : order.compare(String(one.value), String(other.value));
      return down ? -step : step;
    });
    body.append(...rows.map(({ row }) => row));
    for (const other of heads) other.removeAttribute("aria-sort");
    heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    return numbers ? (down ? "largest first" : "smallest first") : down ? "from Z to A" : "from A to Z";
  };
  const makeSortable = () => {
    for (const table of document.querySelectorAll("table")) {
      const heads = table.tHead?.rows.length === 1 ? [...table.tHead.rows[0].cells] : [];
      const rows = [...(table.tBodies[0]?.rows ?? [])];
      // Three rows are seen at a glance; a table with joined cells has no one order.
      if (rows.length < 4 || table.querySelector("[colspan], [rowspan]") || rows.some((row) => row.cells.length !== heads.length)) continue;
      heads.forEach((head, column) => {
        if (head.tagName !== "TH" || head.querySelector("button.sort")) return;
        const button = make("button", { type: "button", className: "sort" }, ...head.childNodes);
        button.addEventListener("click", () => {
          const was = head.getAttribute("aria-sort");
          const way = arrange(table, column, (numbers) => (was ? was === "ascending" : numbers));
          say(`Sorted by ${button.textContent}, ${way}`);
        });
        head.append(button);
      });
      const sorted = heads.findIndex((head) => head.hasAttribute("aria-sort"));
      if (sorted >= 0) arrange(table, sorted, () => heads[sorted].getAttribute("aria-sort") === "descending");
    }
  };

  // The list of all measures is shortened to those whose row has every word.
  const makeShort = () => {
    const content = document.querySelector("[data-template=measures] .content");
    if (!content) return;
    const before = document.getElementById("filter_words");
    if (before) {
      before.dispatchEvent(new Event("input"));
      return;
    }
    const input = make("input", { type: "search", id: "filter_words", autocomplete: "off" });
    const count = make("p", { className: "count", role: "status" });
    content.prepend(make("form", { className: "search" }, make("label", { htmlFor: input.id }, "Show only measures with these words"), input), count);
    content.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      let all = 0;
      for (const part of content.querySelectorAll(".tabular")) {
        // The heading of a topic goes when all its measures do.
        const heading = /^H[2-6]$/.test(part.previousElementSibling?.tagName) ? part.previousElementSibling : null;
        const topic = (heading?.textContent ?? "").toLowerCase();
        let here = 0;
        for (const row of part.querySelectorAll("tbody tr")) {
          const text = `${topic} ${row.cells[0].textContent.toLowerCase()}`;
          row.hidden = !words.every((word) => text.includes(word));
          here += row.hidden ? 0 : 1;
          all += 1;
        }
        part.hidden = here === 0;
        if (heading) heading.hidden = here === 0;
        shown += here;
      }
      const said = words.length === 0 ? "" : `${shown} of ${all} measures`;
      if (count.textContent !== said) count.textContent = said;
    });
  };

  // The link to a chart or table, to put into a letter or a report. Browsers allow it on secure pages only.
  const makeCopied = () => {
    if (!navigator.clipboard) return;
    for (const number of document.querySelectorAll("a.number")) {
      const take = number.closest(".charted, .tabular")?.querySelector(".take");
      if (!take || take.querySelector("button.copy")) continue;
      const words = make("span", {}, "Copy link");
      const button = make("button", { type: "button", className: "copy" }, words, make("span", { className: "unseen" }, ` to ${number.textContent.toLowerCase()}`));
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(number.href);
        } catch {
          words.textContent = "The browser did not allow it";
          return;
        }
        words.textContent = "Link copied";
        say(`The link to ${number.textContent.toLowerCase()} is copied`);
        setTimeout(() => {
          words.textContent = "Copy link";
        }, 4000);
      });
      take.append(" ", button);
    }
  };

  // Browsers that don't know the stylesheet's way of printing what is folded print it all the same.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) {
      details.open = true;
      addEventListener("afterprint", () => {
        details.open = false;
      }, { once: true });
    }
  });

  const begin = () => {
    makeSortable();
    makeShort();
    makeCopied();
    // Within a page of another system, the stylesheet reaches no further than the fragment.
    if (!status.isConnected) (document.querySelector(".multum") ?? document.body).append(status);
  };
  begin();
  // A preview puts a changed page in the place of the old one without loading it: what is new is made as the rest was.
  document.addEventListener("multum:patched", (event) => {
    event.preventDefault();
    begin();
  });
})();
