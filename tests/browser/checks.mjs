// Every fault that the suite looks for: its name, and what a site without it can say of itself.
// A new check is a line here, a folder in faults/ that has the fault, and the code that finds it.

export const checks = {
  "unreachable-page": "every page and download can be reached by links from the front page",
  "dead-link": "no link leads to a file that is not there",
  "dead-anchor": "no link leads to a place that its page does not have",
  "request-outside": "no page asks anything of another site",
  "failed-request": "no page asks for a file that is not there",
  "console-error": "no page reports an error to the browser's console",
  "script-needed": "without script, every page says all that it says with script",
  "no-template": "every page names the template that made it",
  "lang-missing": "every page says which language it is in",
  "title-missing": "every page has a title",
  "title-duplicate": "no two pages have the same title",
  "h1-count": "every page has one main heading",
  "skip-link": "the first Tab stop is a visible link to the main content, and leads there",
  "sideways-scroll": "no page scrolls sideways on a screen 320 pixels wide",
  "large-print-link": "on the first screen of every page, on a phone and a desktop, stands the link to the same page in large print, or back",
  "reading-order": "words stand on the screen in the order in which they are read aloud, on a phone and a desktop",
  "text-spacing": "with lines, letters and words spaced out, nothing is lost and no page scrolls sideways",
  "text-twice": "with text twice as large, nothing is lost and no page scrolls sideways",
  "focus-unseen": "where the keyboard is can be seen, light and dark, by the pixels that change",
  "keyboard-unreached": "whatever can be used is reached by Tab",
  "search-fails": "the search finds a measure by a word of its title",
  "svg-text-small": "no text in a chart is drawn smaller than 12 pixels, on a phone or a desktop",
  "svg-text-cut": "no text in a chart is cut off by the chart's edge",
  "svg-text-contrast": "text in charts stands out: light, dark, and in forced colours",
  "axe": "axe-core finds no fault: light, dark, in forced colours and on paper, on a phone and a desktop",
  "html": "every page is conforming HTML",
};

// A fault of axe-core's carries its rule behind the name: `axe/image-alt`.
export function checkOf(fault) {
  return fault.check.split("/")[0];
}
