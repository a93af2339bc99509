// Functions that run inside a page: each is sent to the browser as it stands, so it uses nothing outside itself.

// What one page holds: its links, the places in it, its title and headings. Told of the page that is open, or of another one's
// HTML, which is read and not shown: a site may have thousands of pages.
export function facts(other = null) {
  const page = other ? new DOMParser().parseFromString(other.html, "text/html") : document;
  const base = other ? other.address : document.baseURI;
  const addresses = (selector, attribute) =>
    [...page.querySelectorAll(selector)].map((element) => {
      const written = element.getAttribute(attribute);
      return { written, address: URL.canParse(written, base) ? new URL(written, base).href : written };
    });
  // An image that is loaded late, or only on a wide screen, is asked for by no request of ours.
  const sources = [];
  for (const element of page.querySelectorAll("[src], [srcset], [poster], object[data]")) {
    const written = [element.getAttribute("src"), element.getAttribute("poster"), element.getAttribute("data")];
    for (const candidate of (element.getAttribute("srcset") ?? "").split(/,\s+/)) {
      written.push(candidate.trim().split(/\s+/)[0]);
    }
    for (const one of written) {
      if (one) sources.push({ written: one, address: new URL(one, base).href });
    }
  }
  return {
    title: page.title.trim(),
    lang: page.documentElement.lang,
    template: page.body.dataset.template ?? null,
    h1: page.querySelectorAll("h1").length,
    heading: page.querySelector("h1")?.textContent.trim() ?? "",
    canonical: addresses("link[rel=canonical]", "href")[0]?.address ?? null,
    places: [...page.querySelectorAll("[id]")].map((element) => element.id),
    links: addresses("a[href], area[href]", "href"),
    // A canonical address says where the page will be, not where it is.
    relations: addresses("link[href]:not([rel=canonical])", "href"),
    sources,
  };
}

// Where the focus is after one Tab.
export function firstStop() {
  const link = document.activeElement;
  const said = link === document.body ? "nothing" : link.outerHTML.slice(0, 80);
  const place = link.getAttribute("href") ?? "";
  const target = place.startsWith("#") && place !== "#" ? document.getElementById(decodeURIComponent(place.slice(1))) : null;
  if (!target || !target.closest("main")) return `the first Tab stop is ${said}, no link to the main content`;
  const box = link.getBoundingClientRect();
  const seen =
    link.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    box.width > 4 && box.height > 4 && box.top >= 0 && box.left >= 0 &&
    box.bottom <= innerHeight && box.right <= innerWidth;
  // Text that is clipped away keeps its box, so the point in its middle is asked for as well.
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  if (!seen || !(link === top || link.contains(top))) return "the link to the main content is not visible when focused";
  return null;
}

// Whether the Tab after following that link stays in the main content.
export function afterSkip() {
  const main = document.querySelector("main");
  const stop = document.activeElement;
  if (main.contains(stop)) return null;
  const stops = [...main.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  if (!stops.some((element) => element.checkVisibility())) return null;
  return `after the link to the main content, Tab goes to ${stop.outerHTML.slice(0, 80)}`;
}

// How far the page is wider than its screen, and what makes it so.
export function sideways() {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const ownBox = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (scrolls(box)) return true;
      // What is clipped to a point is there for screen readers alone.
      if (/hidden|clip/.test(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  const cut = [document.documentElement, document.body].some((element) =>
    /hidden|clip/.test(getComputedStyle(element).overflowX),
  );
  const wide = document.documentElement.scrollWidth > width;
  if (!wide && !cut) return null;
  let worst = null;
  for (const element of document.body.querySelectorAll("*")) {
    const right = element.getBoundingClientRect().right + scrollX;
    if (right > width + 1 && (!worst || right > worst.right) && element.checkVisibility() && !ownBox(element)) {
      worst = { right, said: element.outerHTML.slice(0, 80) };
    }
  }
  // A page that hides its overflow does not scroll; its reader loses what sticks out.
  if (!wide && !worst) return null;
  return `${Math.ceil(worst ? worst.right : document.documentElement.scrollWidth)} pixels wide${worst ? `: ${worst.said}` : ""}`;
}

// The first words that stand on the screen before words that come before them in the page, and so are read aloud earlier.
// Words follow each other down a column, or stand on the right of words or a drawing that come before them, as notes in a
// margin do. Words that stand higher and not so, or beside and to the left, are out of order.
export function outOfOrder() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const block = (element) => {
    while (getComputedStyle(element).display.startsWith("inline") && element.parentElement) element = element.parentElement;
    return element;
  };
  // What is clipped to a point is there for screen readers alone, and what scrolls in a box of its own is seen within the box.
  const around = (element) => {
    let [right, bottom] = [Infinity, Infinity];
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (!/hidden|clip|auto|scroll/.test(style.overflowX)) continue;
      const { width, ...edge } = box.getBoundingClientRect().toJSON();
      if (width <= 2) return null;
      right = Math.min(right, edge.right);
      bottom = Math.min(bottom, edge.bottom);
    }
    return { right, bottom };
  };
  // What describes a thing, such as the meaning of a table's shorthand, is read with it, wherever it stands.
  const described = new Set([...document.querySelectorAll("[aria-describedby]")].flatMap((one) => one.getAttribute("aria-describedby").split(/\s+/)));
  const passages = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.data.replace(/\s+/g, " ").trim();
    const parent = node.parentElement;
    // Words of a drawing have their places; a drawing is read as one thing.
    if (words === "" || parent.closest("svg, script, style, template, noscript, select, [aria-hidden=true]")) continue;
    if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (described.has(parent.closest("[id]")?.id)) continue;
    const edge = around(parent);
    if (edge === null) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 2 && box.height > 2);
    // What waits beside the screen, such as the link to the main content, is not on it.
    if (boxes.length === 0 || boxes.every((box) => box.right + scrollX <= 0 || box.bottom + scrollY <= 0)) continue;
    const own = block(parent);
    const box = {
      left: Math.min(...boxes.map((one) => one.left)),
      top: Math.min(...boxes.map((one) => one.top)),
      right: Math.min(edge.right, Math.max(...boxes.map((one) => one.right))),
      bottom: Math.min(edge.bottom, Math.max(...boxes.map((one) => one.bottom))),
    };
    if (box.left >= edge.right || box.top >= edge.bottom) continue;
    const last = passages.at(-1);
    if (last && last.own === own) {
      last.words += ` ${words}`;
      last.left = Math.min(last.left, box.left);
      last.top = Math.min(last.top, box.top);
      last.right = Math.max(last.right, box.right);
      last.bottom = Math.max(last.bottom, box.bottom);
    } else passages.push({ own, words, ...box });
  }
  const near = 2;
  const drawings = [...document.querySelectorAll("svg, img")].map((own) => ({ own, ...own.getBoundingClientRect().toJSON() }));
  const isBeside = (one, second) => one.top < second.bottom && one.bottom > second.top && one.right <= second.left + near;
  const comesBefore = (one, second) => (one.own.compareDocumentPosition(second.own) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  for (let at = 1; at < passages.length; at++) {
    const [first, second] = [passages[at - 1], passages[at]];
    const inMargin = () =>
      passages.slice(0, at).some((one) => isBeside(one, second)) ||
      drawings.some((one) => isBeside(one, second) && comesBefore(one, second));
    const above = second.bottom <= first.top + near && second.left < first.right - near && !inMargin();
    const beside = second.right <= first.left + near && second.top <= first.top + near && second.bottom > first.top + near;
    if (above || beside) {
      const said = (words) => `"${words.slice(0, 40)}"`;
      return `${said(second.words)} stands ${above ? "above" : "before"} ${said(first.words)} and is read after it`;
    }
  }
  return null;
}

// Whether a link to one of these addresses stands on the first screen, where nobody has to look for it.
export function onFirstScreen(addresses) {
  scrollTo(0, 0);
  return [...document.querySelectorAll("a[href]")].some((link) => {
    const box = link.getBoundingClientRect();
    return addresses.includes(link.href) && link.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      box.width > 4 && box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
  });
}

// Opens what is folded, so that it is looked at too.
export function unfold() {
  for (const details of document.querySelectorAll("details")) details.open = true;
}

// Every text in every drawing that is shown: its size as drawn, its box on the screen, what it says.
export function svgTexts() {
  const found = [];
  [...document.querySelectorAll("svg text")].forEach((text, index) => {
    const svg = text.ownerSVGElement;
    const shown = svg.getBoundingClientRect();
    const box = text.getBoundingClientRect();
    const words = text.textContent.trim().replace(/\s+/g, " ");
    if (words === "" || box.width === 0 || !text.checkVisibility({ visibilityProperty: true })) return;
    const matrix = text.getScreenCTM();
    const scale = Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c));
    // Parts of a text may be set smaller than the text is.
    const parts = [text, ...text.querySelectorAll("tspan")].filter((part) =>
      [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""),
    );
    const style = getComputedStyle(text);
    const within = (inner, outer) =>
      inner.left >= outer.left - 1 && inner.right <= outer.right + 1 &&
      inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
    // Where the drawing scrolls in a box of its own, what lies outside the box is not on the screen.
    let onScreen = within(box, { left: 0, top: 0, right: innerWidth, bottom: innerHeight });
    for (let around = svg.parentElement; around && around !== document.body; around = around.parentElement) {
      if (getComputedStyle(around).overflowX !== "visible") onScreen &&= within(box, around.getBoundingClientRect());
    }
    found.push({
      index,
      words,
      size: Math.min(...parts.map((part) => parseFloat(getComputedStyle(part).fontSize) * scale)),
      bold: Number(style.fontWeight) >= 700,
      upright: Math.abs(matrix.b) < 0.01 && Math.abs(matrix.c) < 0.01,
      cut: getComputedStyle(svg).overflow !== "visible" && !within(box, shown),
      onScreen,
      left: box.left,
      top: box.top,
      right: box.right,
      bottom: box.bottom,
    });
  });
  return found;
}

// Brings one of those texts to the middle of the screen.
export function showSvgText(index) {
  const text = document.querySelectorAll("svg text")[index];
  text.scrollIntoView({ behavior: "instant", block: "center", inline: "center" });
}

// Takes the text out of every drawing, so that only what lies behind it is seen, or puts it back.
// It goes through each element's own style: a page's policy may forbid a style sheet of ours.
export function showSvgTexts(shown) {
  for (const text of document.querySelectorAll("svg text, svg text *")) {
    if (shown) text.style.removeProperty("visibility");
    else text.style.setProperty("visibility", "hidden", "important");
  }
}

// The pieces of text in the main content that a reader can see, controls left out:
// a control may well need script, the words may not.
export function readableText() {
  const root = document.querySelector("main") ?? document.body;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const pieces = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.data.replace(/\s+/g, " ").trim();
    const parent = node.parentElement;
    if (words === "" || parent.closest("script, style, template, noscript, button, select, option, label, [role=status], [role=tab]")) continue;
    if (parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) pieces.push(words);
  }
  return pieces;
}

export async function runAxe(options) {
  const { violations } = await globalThis.axe.run(document, options);
  return violations.map((violation) => ({
    rule: violation.id,
    help: violation.help,
    nodes: violation.nodes.slice(0, 3).map((node) => node.html.replace(/\s+/g, " ").slice(0, 120)),
    count: violation.nodes.length,
  }));
}

// Sets text as a reader may set it, over the page's own style, or as it was. A style sheet made here is asked by no policy.
export function setText(rules) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules ?? "");
  document.adoptedStyleSheets = rules ? [sheet] : [];
}

// Text that its own box cuts off.
export function cutOff() {
  const cut = [];
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    if (!/hidden|clip/.test(style.overflowX + style.overflowY) || element.closest("svg")) continue;
    const box = element.getBoundingClientRect();
    // What is clipped to a point is there for screen readers alone.
    if (box.width <= 2 || box.height <= 2 || element.textContent.trim() === "" || !element.checkVisibility()) continue;
    if (element.scrollHeight > element.clientHeight + 2 || element.scrollWidth > element.clientWidth + 2) {
      cut.push(element.outerHTML.replace(/\s+/g, " ").slice(0, 80));
    }
  }
  return cut;
}

// Numbers whatever can be used by keyboard, and says how many there are.
export function numberControls() {
  const all = [...document.querySelectorAll("a[href], area[href], button, input, select, textarea, summary, [tabindex], [onclick], [role=button], [role=link]")];
  const radios = new Set();
  const usable = all.filter((element) => {
    if (element.disabled || !element.checkVisibility({ visibilityProperty: true }) || element.closest("[inert]")) return false;
    // The main part takes the focus from the skip link, and is no stop of its own.
    if (element.getAttribute("tabindex") === "-1" && !element.matches("a, button, input, select, textarea, summary, [onclick], [role]")) return false;
    // Of a group of radio buttons one is a stop; arrows lead to the others.
    if (element.type === "radio") {
      if (radios.has(element.name)) return false;
      radios.add(element.name);
    }
    return true;
  });
  usable.forEach((element, number) => element.setAttribute("data-control", number));
  return usable.length;
}

// Where the keyboard is: the number of the control, what kind it is (that of its look, not of its words), its box.
export function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const kind = (one) => `${one.tagName}.${one.className}`;
  const box = element.getBoundingClientRect();
  return {
    number: element.type === "radio" ? document.querySelector(`[data-control][name="${element.name}"]`)?.dataset.control : element.dataset.control ?? null,
    kind: [element, element.parentElement, element.closest("header, nav, main, footer, .content > *") ?? document.body].map(kind).join(" "),
    said: element.outerHTML.replace(/\s+/g, " ").slice(0, 80),
    left: box.left, top: box.top, right: box.right, bottom: box.bottom,
  };
}
