// What a page lacks for who cannot see it, or sees it badly; and the colours of all its words.
() => {
  const faults = [];
  const shown = (each) => each.checkVisibility({ visibilityProperty: true });
  const named = (each) =>
    (each.getAttribute("aria-label") || each.textContent || each.title || "").trim();
  if (document.documentElement.lang !== "en-GB") faults.push("no language");
  if (!document.title) faults.push("no title");
  if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
  let level = 1;
  for (const each of document.querySelectorAll("h1, h2, h3, h4")) {
    const own = Number(each.tagName[1]);
    if (own > level + 1) faults.push(`heading jumps to ${each.textContent}`);
    level = own;
  }
  for (const name of ["header", "main", "footer", "nav"])
    if (!document.querySelector(name)) faults.push(`no ${name}`);
  for (const each of document.querySelectorAll("nav, section"))
    if (each.tagName === "NAV" && !each.getAttribute("aria-label")) faults.push("a nav without a name");
  for (const each of document.querySelectorAll("a[href], button, summary"))
    if (!named(each)) faults.push(`without a name: ${each.outerHTML.slice(0, 80)}`);
  for (const each of document.querySelectorAll("input:not([type=hidden]), textarea, select"))
    if (!each.labels.length && !each.getAttribute("aria-label"))
      faults.push(`without a label: ${each.outerHTML.slice(0, 80)}`);
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  if (new Set(ids).size !== ids.length) faults.push("an id twice");
  for (const each of document.querySelectorAll("svg"))
    if (each.getAttribute("aria-hidden") !== "true" && each.getAttribute("role") !== "img") faults.push("a bare svg");
  for (const each of document.querySelectorAll("[tabindex]"))
    if (Number(each.tabIndex) > 0) faults.push("a tabindex above 0");
  // 24 by 24 pixels (2.5.8), but for links within lines of text.
  for (const each of document.querySelectorAll("button, summary, header nav a, .chips a, .number, input, select")) {
    const box = each.getBoundingClientRect();
    if (shown(each) && each.type !== "hidden" && each.type !== "radio" && (box.width < 24 || box.height < 24))
      faults.push(`too small: ${each.outerHTML.slice(0, 60)} ${box.width}x${box.height}`);
  }
  const behind = (each) => {
    for (let at = each; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/rgba\(.*, 0\)|transparent/.test(colour)) return colour;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(18, 18, 18)" : "rgb(255, 255, 255)";
  };
  const colours = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.textContent.trim();
    const each = walker.currentNode.parentElement;
    if (!words || !shown(each)) continue;
    const key = `${getComputedStyle(each).color} on ${behind(each)}`;
    if (!colours.has(key)) colours.set(key, words.slice(0, 40));
  }
  return { faults, colours: [...colours] };
}
