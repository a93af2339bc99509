// The preview in the browser: hears what is new, and puts it into the page where it stands.
// Served by `multum serve` alone, and never a part of a site.
"use strict";

(() => {
  const own = "/.multum/";
  const bar = document.getElementById("multum-preview");
  if (!bar) return;
  const status = bar.querySelector(".multum-status");
  let { instance, version } = bar.dataset;
  version = Number(version);
  let source = null;
  let lost = null;
  // Whether the page may differ from the preview's, whatever the next message says.
  let stale = false;
  let undecided = false;
  let busy = Promise.resolve();
  let shownFaults = "";

  const address = () => location.pathname + location.search;
  const page = () => bar.dataset.page;

  // Says something in the bar, politely: a screen reader reads it when it has done with what it is reading.
  const say = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };

  const get = async (path) => {
    const answer = await fetch(path, { headers: { "X-Multum": "preview" }, cache: "no-store" });
    return { answer, text: await answer.text() };
  };

  // ---- the page

  const isOurs = (node) => node.nodeType === 1 && (node.id === "multum-preview" || node.hasAttribute("data-multum-made"));

  // What was served, by the elements that it became before any script of the page ran. An element whose markup is served again
  // is left as it is, with whatever the page's own scripts have put into it: a sorted table, a button that copies a link.
  const served = new WeakMap();
  const servedTexts = new WeakSet();
  const isDrawing = (node) => node.localName === "svg";
  const note = (node, markup, texts) => {
    if (node.nodeType === Node.TEXT_NODE) texts?.add(node);
    if (node.nodeType !== Node.ELEMENT_NODE || isOurs(node)) return;
    markup.set(node, node.outerHTML);
    if (!isDrawing(node)) for (const child of node.childNodes) note(child, markup, texts);
  };
  for (const node of document.body.childNodes) note(node, served, servedTexts);
  const isPartOfDrawing = (node) => (node.parentElement?.closest("svg") ?? null) !== null;
  const wasServed = (node) => served.has(node) || servedTexts.has(node) || isPartOfDrawing(node);
  const hasServed = (node) => [...node.childNodes].some((child) => wasServed(child) || hasServed(child));
  // Whether the page's scripts made a node, and nothing that was served has come to stand in it.
  const isAdded = (node) => {
    if (wasServed(node)) return false;
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() === "";
    return node.nodeType === Node.ELEMENT_NODE && !hasServed(node);
  };

  // Puts the new page in place of the old one where the two differ. What the reader has opened stays open, what has
  // focus keeps it, and the page stays where it was scrolled to.
  const patch = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const theirs = fresh.getElementById("multum-preview");
    if (!theirs || theirs.dataset.page !== page()) return location.reload();
    const scripts = (tree) => [...tree.querySelectorAll("script[src]:not([data-multum-preview])")].map((one) => one.getAttribute("src")).join("\n");
    if (scripts(fresh) !== scripts(document)) return location.reload();
    const { scrollX, scrollY } = window;
    // The page's sentences are compared as they were served.
    const focused = document.activeElement?.closest(".multum-absent")?.textContent;
    document.querySelectorAll(".multum-absent").forEach(unmark);
    for (const name of fresh.documentElement.getAttributeNames()) {
      document.documentElement.setAttribute(name, fresh.documentElement.getAttribute(name));
    }
    const ofHead = { beforeNodeMorphed: isOther, beforeNodeRemoved: kept, beforeNodeAdded: styled };
    Idiomorph.morph(document.head, fresh.head, { head: { style: "morph" }, morphStyle: "outerHTML", callbacks: ofHead });
    const markup = new Map();
    for (const node of fresh.body.childNodes) note(node, markup);
    for (const link of [...document.body.children].filter((node) => node.hasAttribute("data-multum-made"))) fresh.body.prepend(link.cloneNode(true));
    const changed = new Map();
    const added = [];
    // Whether something is lost that only the page's scripts can make again.
    let undone = false;
    Idiomorph.morph(document.body, fresh.body, {
      morphStyle: "outerHTML",
      restoreFocus: true,
      callbacks: {
        beforeNodeMorphed: (old, next) => {
          if (isOurs(old)) return false;
          const now = markup.get(next);
          if (now === undefined) return true;
          if (served.get(old) === now) return false;
          undone ||= !wasServed(old);
          changed.set(old, now);
          return true;
        },
        beforeNodeRemoved: (old) => {
          if (isOurs(old) || isAdded(old)) return false;
          undone ||= !wasServed(old) && old.nodeType === Node.ELEMENT_NODE;
          return true;
        },
        afterNodeAdded: (node) => added.push(node),
        beforeAttributeUpdated: (name, node) => !(name === "open" && node.nodeName === "DETAILS"),
      },
    });
    for (const node of added) if (!changed.has(node)) note(node, served, servedTexts);
    for (const [node, now] of changed) served.set(node, now);
    if (window.scrollY !== scrollY) window.scrollTo(scrollX, scrollY);
    if (panel) behind();
    if (focused !== undefined) [...document.querySelectorAll(".multum-absent")].find((one) => one.textContent === focused)?.focus({ preventScroll: true });
    // A theme's script that adds to pages hears this, adds to what is new, and says so by preventing what follows.
    const patched = new CustomEvent("multum:patched", { cancelable: true });
    document.dispatchEvent(patched);
    if (undone && !patched.defaultPrevented) location.reload();
  };
  // A stylesheet that was swapped has another address than the page says, and is the same.
  const kept = (node) => !(node.nodeType === 1 && node.matches("link[data-multum-swapped]"));
  const isOther = (old, next) => !(old.nodeType === 1 && old.dataset?.multumSwapped !== undefined && next.getAttribute?.("href") === old.dataset.multumSwapped);
  const styled = (node) =>
    !(node.nodeType === 1 && node.matches("link[rel=stylesheet]") && document.head.querySelector(`link[data-multum-swapped="${CSS.escape(node.getAttribute("href"))}"]`));

  const refresh = async () => {
    const { answer, text } = await get(address());
    if (decodeURIComponent(answer.headers.get("X-Multum-Page") ?? "") === page()) patch(text);
    else location.reload();
  };

  // Gives a stylesheet its new rules without reloading the page: the new one is put in, and the old one taken out when it is there.
  const swapStyles = (paths) => {
    for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
      const at = new URL(link.href);
      if (!paths.has(decodeURIComponent(at.pathname.slice(1)))) continue;
      const next = link.cloneNode();
      next.dataset.multumSwapped = link.dataset.multumSwapped ?? link.getAttribute("href");
      at.searchParams.set("version", version);
      next.href = at.href;
      const done = () => link.remove();
      next.addEventListener("load", done);
      next.addEventListener("error", done);
      link.after(next);
    }
  };

  const swapPictures = (paths) => {
    for (const image of document.querySelectorAll("img[src]")) {
      const at = new URL(image.src);
      if (!paths.has(decodeURIComponent(at.pathname.slice(1)))) continue;
      at.searchParams.set("version", version);
      image.src = at.href;
    }
  };

  const usesScript = (paths) =>
    [...document.querySelectorAll("script[src]")].some((script) => paths.has(decodeURIComponent(new URL(script.src).pathname.slice(1))));

  // ---- the panels

  let faults = null;
  let panel = null;

  const make = (id, label, onClose) => {
    const section = document.createElement("section");
    section.id = id;
    section.className = "multum-panel";
    section.tabIndex = -1;
    section.setAttribute("aria-label", label);
    section.dataset.multumMade = "";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "multum-close";
    close.textContent = "Close";
    close.addEventListener("click", onClose);
    const content = document.createElement("div");
    content.className = "multum-content";
    content.tabIndex = 0;
    content.setAttribute("role", "group");
    content.setAttribute("aria-label", label);
    section.append(close, content);
    section.addEventListener("keydown", (event) => {
      if (event.key === "Escape") onClose();
    });
    bar.after(section);
    return section;
  };

  const showFaults = async (broken) => {
    const { text } = await get(own + "faults");
    if (!broken && !text) return hideFaults();
    if (text === shownFaults) return;
    shownFaults = text;
    if (!faults) faults = make("multum-faults", "What is wrong", dismissFaults);
    const content = faults.querySelector(".multum-content");
    const hadFocus = faults.contains(document.activeElement);
    // The fragment is escaped where it is made.
    content.innerHTML = text;
    faults.hidden = false;
    if (hadFocus) faults.focus();
  };
  const hideFaults = () => {
    const hadFocus = faults?.contains(document.activeElement);
    faults?.remove();
    faults = null;
    shownFaults = "";
    again.hidden = true;
    if (hadFocus) focusPage();
  };
  const dismissFaults = () => {
    if (faults) faults.hidden = true;
    again.hidden = false;
    again.focus();
  };
  const focusPage = () => (document.getElementById("main") ?? document.body).focus({ preventScroll: true });

  const again = document.createElement("button");
  again.type = "button";
  again.className = "multum-again";
  again.textContent = "Show what is wrong";
  again.hidden = true;
  again.addEventListener("click", () => {
    if (!faults) return;
    faults.hidden = false;
    again.hidden = true;
    faults.focus();
  });
  status.after(again);

  const opener = bar.querySelector("[data-panel]");
  const fillPanel = async () => {
    const { text } = await get(`${own}panel?page=${encodeURIComponent(page())}&part=1`);
    if (!panel) return;
    const content = panel.querySelector(".multum-content");
    const open = new Set([...content.querySelectorAll("details[open]")].map((one) => one.id));
    const scroll = content.scrollTop;
    const focused = document.activeElement && content.contains(document.activeElement) ? document.activeElement.id : null;
    content.innerHTML = text;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (focused) document.getElementById(focused)?.focus();
    content.scrollTop = scroll;
    behind();
  };

  // Gives each figure in the page's sentences what stands behind it, while the panel is open: by pointer and by keyboard.
  const behind = () => {
    const focused = document.activeElement?.closest("[data-multum-behind]")?.textContent;
    const list = [...(panel?.querySelectorAll(".multum-figures dt") ?? [])];
    for (const figure of document.querySelectorAll("main span.figure")) {
      const at = list.findIndex((term) => term.textContent === figure.textContent);
      if (at >= 0) mark(figure, list.splice(at, 1)[0].nextElementSibling.textContent);
      else unmark(figure);
    }
    // What stands in the place of a figure is words like any other: they are looked for, and marked in the preview alone.
    const marked = [...document.querySelectorAll(".multum-absent")];
    for (const term of list) {
      const at = marked.findIndex((one) => one.textContent === term.textContent);
      const absent = at >= 0 ? marked.splice(at, 1)[0] : surrounded(term.textContent);
      if (absent) mark(absent, term.nextElementSibling.textContent);
    }
    marked.forEach(unmark);
    if (focused !== undefined && document.activeElement === document.body) {
      [...document.querySelectorAll("[data-multum-behind]")].find((one) => one.textContent === focused)?.focus({ preventScroll: true });
    }
  };
  const mark = (figure, words) => {
    figure.dataset.multumBehind = words;
    figure.setAttribute("aria-description", words);
    figure.tabIndex = 0;
  };
  const surrounded = (words) => {
    const main = document.querySelector("main");
    if (!main || words.trim() === "") return null;
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const at = text.data.indexOf(words);
      if (at < 0 || text.parentElement.closest("svg, [data-multum-behind]")) continue;
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + words.length);
      const span = document.createElement("span");
      span.className = "multum-absent";
      span.dataset.multumMade = "";
      range.surroundContents(span);
      return span;
    }
    return null;
  };
  const unmark = (figure) => {
    if (figure.classList.contains("multum-absent")) {
      const around = figure.parentNode;
      figure.replaceWith(...figure.childNodes);
      around.normalize();
      return;
    }
    for (const name of ["data-multum-behind", "aria-description", "tabindex"]) figure.removeAttribute(name);
  };
  // What appears beside a figure can be sent away without moving pointer or focus, until another figure is come to. The key
  // means that, and nothing else, as long as something is shown.
  const root = document.documentElement;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || root.dataset.multumHushed !== undefined) return;
    if (!document.querySelector("[data-multum-behind]:is(:hover, :focus)")) return;
    root.dataset.multumHushed = "";
    event.stopPropagation();
  }, true);
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      if (event.target.closest?.("[data-multum-behind]")) delete root.dataset.multumHushed;
    });
  }
  const closePanel = () => {
    panel?.remove();
    panel = null;
    behind();
    document.documentElement.removeAttribute("data-multum-panel");
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
    sessionStorage.removeItem("multum-panel");
  };
  const openPanel = async (takeFocus) => {
    panel = make("multum-panel", "About this page", closePanel);
    document.documentElement.dataset.multumPanel = "";
    opener.setAttribute("aria-expanded", "true");
    sessionStorage.setItem("multum-panel", "open");
    await fillPanel();
    if (takeFocus) panel?.focus();
  };
  if (opener) {
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-expanded", "false");
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      if (panel) closePanel();
      else openPanel(true);
    });
    opener.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      opener.click();
    });
  }

  // ---- the messages

  const counted = (number, one, many) => `${number} ${number === 1 ? one : many}`;

  const hear = async (event) => {
    const news = JSON.parse(event.data);
    const [sender] = event.lastEventId.split(" ");
    const stranger = sender !== instance;
    instance = sender;
    version = news.version;
    const changed = news.changed === null ? null : new Set(news.changed);
    stale ||= stranger || changed === null || changed.has(page()) || bar.dataset.untold !== undefined;
    // A preview that has just begun has no page yet, and tells of the first one later.
    if (stale && news.generation !== null) {
      await refresh();
      stale = false;
    }
    const files = changed ?? new Set();
    if (usesScript(files)) return location.reload();
    swapStyles(files);
    swapPictures(files);
    await showFaults(news.broken);
    if (news.broken) {
      const kept = news.generation === null ? "There is no page to show yet" : "The page is as it was before";
      say(`${counted(news.errors, "error", "errors")}. ${kept}.`);
    } else if (news.undecided) {
      say("Which figures may be shown is being decided. Until then those that hang together with what changed are withheld.");
    } else if (news.errors + news.warnings > 0) {
      const parts = [];
      if (news.errors > 0) parts.push(counted(news.errors, "error", "errors"));
      if (news.warnings > 0) parts.push(counted(news.warnings, "warning", "warnings"));
      say(`Up to date, with ${parts.join(" and ")} in the site.`);
    } else if (news.checked) {
      say("Up to date.");
    } else if (undecided) {
      say("It is decided which figures may be shown.");
    }
    undecided = news.undecided;
    if (panel) await fillPanel();
    bar.dataset.version = String(version);
    document.dispatchEvent(new CustomEvent("multum:heard", { detail: news }));
  };

  const connect = () => {
    if (source && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource(`${own}events?instance=${encodeURIComponent(instance)}&version=${version}`);
    source.addEventListener("message", (event) => {
      clearTimeout(lost);
      lost = null;
      // One after the other: a page must not be patched by an older message last.
      busy = busy.then(() => hear(event)).catch(() => {});
    });
    source.addEventListener("error", () => {
      lost ??= setTimeout(() => say("The preview has ended or can’t be reached. It is tried again."), 1500);
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
    });
  };
  const disconnect = () => {
    source?.close();
    source = null;
  };

  // A browser opens six connections to an address at most, so a page that nobody sees gives its own back, and asks for
  // what it has missed when it is seen again.
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  window.addEventListener("pageshow", (event) => event.persisted && connect());
  window.addEventListener("pagehide", disconnect);
  window.addEventListener("online", connect);
  if (!document.hidden) connect();
  if (opener && sessionStorage.getItem("multum-panel")) openPanel(false);
})();
