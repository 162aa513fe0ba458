/* What was copied from a word processor or a page, made plain: only what our prose can say is kept. The pasted text is
   read in a document of its own, where no script runs and nothing is loaded. */
"use strict";

const GONE = "script, style, meta, link, title, head > *, object, embed, iframe, frame, svg, math, template, noscript, xml, img, picture, audio, video, canvas, input, button, select, textarea, [hidden]";
const BLOCKS = /^(P|DIV|SECTION|ARTICLE|MAIN|HEADER|FOOTER|ASIDE|NAV|BLOCKQUOTE|PRE|H[1-6]|UL|OL|LI|DL|DT|DD|TABLE|FIGURE|FIGCAPTION|ADDRESS|FORM|FIELDSET|DETAILS|SUMMARY|HR|CENTER)$/;
const WIDEST = 24;
const MOST_ROWS = 500;
const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

/* HTML of the few tags that the editor knows. `isSafeUrl` says which links stay. */
export function clean(html, isSafeUrl) {
  if (/data-pm-slice/.test(html)) return html; // copied within the editor: its own schema reads it
  const page = new DOMParser().parseFromString(quiet(html), "text/html");
  page.querySelectorAll(GONE).forEach((one) => one.remove());
  const cleaner = new Cleaner(isSafeUrl);
  cleaner.blocks(page.body);
  return cleaner.html();
}

/* Styles and handlers are set aside before reading: the policy of the page would refuse them one by one, aloud. */
const quiet = (html) =>
  html
    .replace(/<style\b[^]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])style\s*=/gi, "$1data-style=").replace(/([\s"'/])on[a-z]+\s*=/gi, "$1data-gone="));

class Cleaner {
  constructor(isSafeUrl) {
    this.isSafeUrl = isSafeUrl;
    this.done = []; // { tag, html } and { tag: "li", depth, ordered, html }
  }

  /* The children of an element: what flows together becomes a paragraph, blocks stay blocks. */
  blocks(element) {
    let flow = [];
    const flush = () => {
      this.push("p", this.line(flow));
      flow = [];
    };
    for (const child of element.childNodes) {
      if (child.nodeType === 3 || (child.nodeType === 1 && !holdsBlocks(child))) flow.push(child);
      else if (child.nodeType === 1) {
        flush();
        this.block(child);
      }
    }
    flush();
  }

  block(element) {
    const tag = element.tagName;
    if (tag === "UL" || tag === "OL") return this.list(element, 0);
    if (tag === "TABLE") return this.table(element);
    if (/^H[1-6]$/.test(tag)) return this.push(`h${tag[1]}`, this.line([element]));
    const level = tag === "P" && wordLevel(element);
    if (level) return this.done.push({ tag: "li", depth: level.depth, ordered: level.ordered, html: this.line(element.childNodes) });
    if (tag === "P" || tag === "PRE" || tag === "DT" || tag === "FIGCAPTION") return this.push("p", this.line(element.childNodes));
    return this.blocks(element);
  }

  push(tag, html) {
    if (html) this.done.push({ tag, html });
  }

  list(element, depth) {
    for (const item of element.children) {
      if (item.tagName === "UL" || item.tagName === "OL") this.list(item, depth + 1);
      else {
        const below = [...item.querySelectorAll("ul, ol")].filter((one) => one.parentElement.closest("li, ul, ol") === item);
        const own = item.cloneNode(true);
        own.querySelectorAll("ul, ol").forEach((one) => one.remove());
        const html = this.line(own.childNodes);
        if (html || below.length) this.done.push({ tag: "li", depth: Math.min(depth, 2), ordered: element.tagName === "OL", html });
        below.forEach((one) => this.list(one, depth + 1));
      }
    }
  }

  /* A table without spans: a cell over several columns or rows stands once, and leaves the others empty. */
  table(element) {
    const caption = element.querySelector(":scope > caption");
    const rows = [...element.querySelectorAll("tr")].filter((row) => row.closest("table") === element).slice(0, MOST_ROWS);
    const grid = rows.map(() => []);
    rows.forEach((row, at) => {
      let column = 0;
      for (const cell of row.cells) {
        while (grid[at][column] !== undefined) column += 1;
        const wide = Math.min(Math.max(cell.colSpan, 1), WIDEST);
        const tall = Math.min(Math.max(cell.rowSpan, 1), rows.length - at);
        for (let down = 0; down < tall; down += 1) for (let right = 0; right < wide; right += 1) grid[at + down][column + right] = "";
        grid[at][column] = this.line(cell.childNodes).replaceAll("<br>", " ");
      }
    });
    const width = Math.max(0, ...grid.map((row) => row.length));
    const isEmpty = !grid.some((row) => row.some(Boolean));
    if (isEmpty) return;
    if (width > WIDEST || width < 2) return grid.forEach((row) => this.push("p", row.filter(Boolean).join(" – ")));
    const line = (row, tag) => `<tr>${Array.from({ length: width }, (_, at) => `<${tag}><p>${row[at] || ""}</p></${tag}>`).join("")}</tr>`;
    const title = caption ? this.line(caption.childNodes) : "";
    if (title) this.push("p", title);
    this.push("table", `<tbody>${grid.map((row, at) => line(row, at ? "td" : "th")).join("")}</tbody>`);
  }

  /* One line: bold, italics, links and new lines; blocks within it are parted by new lines. */
  line(nodes, state = { strong: false, em: false, url: "" }) {
    return tidy(this.pieces(nodes, state));
  }

  pieces(nodes, state) {
    let html = "";
    for (const node of nodes) {
      if (node.nodeType === 3) html += this.words(node.data, state);
      else if (node.nodeType === 1) html += this.element(node, state);
    }
    return html;
  }

  element(node, state) {
    const style = (node.getAttribute("data-style") || "").toLowerCase();
    if (/mso-list:\s*ignore|display:\s*none|mso-hide/.test(style)) return "";
    if (node.tagName === "BR") return "<br>";
    const weight = /(?:^|[;\s])font-weight:\s*([a-z0-9]+)/.exec(style);
    const slope = /(?:^|[;\s])font-style:\s*([a-z]+)/.exec(style);
    const href = node.tagName === "A" ? (node.getAttribute("href") || "").trim() : "";
    const inside = {
      strong: weight ? /^(bold|bolder|[6-9]00)$/.test(weight[1]) : state.strong || /^(B|STRONG)$/.test(node.tagName),
      em: slope ? slope[1] === "italic" : state.em || /^(I|EM|CITE|DFN)$/.test(node.tagName),
      url: href && this.isSafeUrl(href) ? href : state.url,
    };
    if (/^H[1-6]$/.test(node.tagName)) inside.strong = false;
    const html = this.pieces(node.childNodes, inside);
    return BLOCKS.test(node.tagName) || /^T[RDH]$/.test(node.tagName) ? `<br>${html}<br>` : html;
  }

  words(data, { strong, em, url }) {
    const text = data.replace(/[\u200b\ufeff\u00ad]/g, "").replace(/[ \t\r\n\f\v]+/g, " ");
    if (!text.trim()) return text;
    let html = escape(text);
    if (em) html = `<em>${html}</em>`;
    if (strong) html = `<strong>${html}</strong>`;
    return url ? `<a href="${escape(url)}">${html}</a>` : html;
  }

  html() {
    const top = Math.min(...this.done.filter((one) => /^h\d$/.test(one.tag)).map((one) => Number(one.tag[1])));
    let html = "";
    for (let at = 0; at < this.done.length; ) {
      const one = this.done[at];
      if (one.tag === "li") {
        let end = at;
        while (end < this.done.length && this.done[end].tag === "li") end += 1;
        html += nest(this.done.slice(at, end), 0);
        at = end;
        continue;
      }
      if (one.tag === "table") html += `<table>${one.html}</table>`;
      else if (one.tag === "p") html += `<p>${one.html}</p>`;
      else html += `<h${Number(one.tag[1]) === top ? 1 : 2}>${one.html.replaceAll("<br>", " ")}</h${Number(one.tag[1]) === top ? 1 : 2}>`;
      at += 1;
    }
    return html;
  }
}

function nest(items, depth) {
  let html = "";
  let open = "";
  for (let at = 0; at < items.length; ) {
    let end = at + 1;
    while (end < items.length && items[end].depth > depth) end += 1;
    const tag = items[at].ordered ? "ol" : "ul";
    if (tag !== open) html += `${open && `</${open}>`}<${tag}>`;
    open = tag;
    html += `<li><p>${items[at].html}</p>${nest(items.slice(at + 1, end), depth + 1)}</li>`;
    at = end;
  }
  return html + (open && `</${open}>`);
}

const holdsBlocks = (element) => BLOCKS.test(element.tagName) || [...element.querySelectorAll("*")].some((one) => BLOCKS.test(one.tagName));

/* A paragraph that a word processor shows as an item: `mso-list:l0 level2 lfo1` and its typed marker. */
function wordLevel(element) {
  const style = element.getAttribute("data-style") || "";
  const level = /mso-list:\s*l\d+\s+level(\d)/i.exec(style);
  if (!level && !/MsoListParagraph|ListParagraph/.test(element.className)) return null;
  const marker = [...element.querySelectorAll("span")].find((one) => /mso-list:\s*ignore/i.test(one.getAttribute("data-style") || ""));
  if (!level && !marker) return null;
  const typed = marker ? marker.textContent.trim() : "";
  return { depth: Math.min(level ? Number(level[1]) - 1 : 0, 2), ordered: /^\(?[0-9a-z]{1,4}[.)]/i.test(typed) && !/^o$/.test(typed) };
}

const tidy = (html) =>
  html
    .replace(/ ?(<br>) ?/g, "$1")
    .replace(/(<br>)+/g, "<br>")
    .replace(/^(<br>| )+|(<br>| )+$/g, "");
