/* The markup of prose in the browser: the same grammar as core/prose_parse.py and core/prose_write.py, held against the
   same examples. `parse` gives the tree, `write` the markup; nothing here knows of an editor or of a page. */
"use strict";

const DEEPEST = 2;
const WIDEST = 24;
const LONGEST_LABEL = 2000;
const JOINT = "\\/";
const BREAK = { type: "break" };
const UNFIT = "\\x00-\\x20\\x7f-\\xa0\\\\\\u2028\\u2029\\ufeff\\u200b-\\u200f\\u202a-\\u202e";
const SAFE = new RegExp(`^(?:https?://[^${UNFIT}]+|mailto:[^${UNFIT}@]+@[^${UNFIT}@]+|/(?!/)[^${UNFIT}]*)$`, "i");
const HEADING = /^(#{3,4}) (.+)$/s;
const ITEM = /^( *)(-|[0-9]{1,3}[.)]) +([^ ].*)$/s;
const SEPARATOR = /^(:?)(-+|=+)(:?)$/;
const CELL = /(?:\\.|[^\\|]|\\$)*/sy;
const TOKEN = new RegExp(
  String.raw`\\(?<escape>[\\*\[\]{}|#.):\/-])` +
    String.raw`|\{\{ ?(?<code>[a-z][a-z-]{0,30}:[A-Za-z0-9_-]{1,60}(?:\.[a-z0-9-]{1,30})?) ?\}\}` +
    String.raw`|\[\^(?<key>[A-Za-z0-9-]{1,20})\]` +
    String.raw`|\[(?<label>(?:\\.|[^\[\]\\]){1,2000})\]\((?<url>[^() ]{1,2000})\)` +
    String.raw`|(?<stars>\*+)`,
  "gs",
);

export const isSafeUrl = (url) => SAFE.test(url);
const strip = (text) => text.replace(/^[ \t\f\v]+|[ \t\f\v]+$/g, "");
const stripEnd = (text) => text.replace(/[ \t\f\v]+$/, "");
const tidy = (line) => strip(line.replace(/[ \t\f\v]+/g, " "));
const isBlank = (text) => strip(text) === "";
const run = (text, strong = false, em = false, url = "") => ({ type: "run", text, strong, em, url });

/* --- Reading ---------------------------------------------------------------------------------------------------- */

export function parse(text) {
  const lines = (text || "").replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n");
  const blocks = [];
  for (let at = 0; at < lines.length; ) at = readBlock(lines, at, blocks);
  let seen = 0;
  for (const block of blocks) {
    if (block.type !== "heading") continue;
    block.level = Math.min(block.level, seen + 1);
    seen = 1;
  }
  return blocks;
}

function readBlock(lines, at, blocks) {
  if (isBlank(lines[at])) return at + 1;
  const heading = HEADING.exec(tidy(lines[at]));
  if (heading) {
    const content = readInlines(heading[2]);
    if (content.length) blocks.push({ type: "heading", level: heading[1].length - 2, content });
    return at + 1;
  }
  if (ITEM.test(stripEnd(lines[at]))) return readList(lines, at, blocks);
  const grid = readGrid(lines, at);
  if (grid) {
    blocks.push(grid[0]);
    return grid[1];
  }
  return readParagraph(lines, at, blocks);
}

function readParagraph(lines, at, blocks) {
  const content = [];
  const start = at;
  while (at < lines.length && !isBlank(lines[at]) && (at === start || !beginsBlock(lines, at))) {
    if (at > start) content.push(BREAK);
    content.push(...readInlines(tidy(lines[at])));
    at += 1;
  }
  const told = trim(content);
  if (told.length) blocks.push({ type: "paragraph", content: told });
  return at;
}

const beginsBlock = (lines, at) => HEADING.test(tidy(lines[at])) || ITEM.test(stripEnd(lines[at])) || gridHead(lines, at) !== null;

function trim(content) {
  const kept = [];
  for (const one of content) if (one.type !== "break" || (kept.length && kept.at(-1).type !== "break")) kept.push(one);
  if (kept.length && kept.at(-1).type === "break") kept.pop();
  return kept;
}

function readList(lines, at, blocks) {
  const found = [];
  for (; at < lines.length && !isBlank(lines[at]); at += 1) {
    const line = stripEnd(lines[at]);
    const item = ITEM.exec(line);
    if (item) {
      const deepest = found.length ? found.at(-1).depth + 1 : 0;
      const depth = Math.min(Math.floor(item[1].length / 2), deepest, DEEPEST);
      found.push({ depth, ordered: item[2] !== "-", content: readInlines(tidy(item[3])) });
    } else if (found.length && line.startsWith("  ")) {
      found.at(-1).content.push(BREAK, ...readInlines(tidy(line)));
    } else break;
  }
  blocks.push(...nest(found, 0));
  return at;
}

function nest(found, depth) {
  const lists = [];
  for (let at = 0; at < found.length; ) {
    const { ordered, content } = found[at];
    let end = at + 1;
    while (end < found.length && found[end].depth > depth) end += 1;
    const item = { content: trim(content), below: nest(found.slice(at + 1, end), depth + 1) };
    at = end;
    if (!item.content.length && !item.below.length) continue;
    if (!lists.length || lists.at(-1).ordered !== ordered) lists.push({ type: "list", ordered, items: [] });
    lists.at(-1).items.push(item);
  }
  return lists;
}

function gridHead(lines, at) {
  if (!strip(lines[at]).startsWith("|") || at + 1 >= lines.length) return null;
  const head = cells(lines[at]);
  const rules = (cells(lines[at + 1]) || []).map((cell) => SEPARATOR.exec(cell));
  return head && rules.length && rules.every(Boolean) ? { head, rules } : null;
}

function readGrid(lines, at) {
  const begun = gridHead(lines, at);
  if (!begun) return null;
  const { head, rules } = begun;
  const rows = [];
  let row;
  for (at += 2; at < lines.length && (row = cells(lines[at])); at += 1) rows.push(row);
  let caption = [];
  const told = at < lines.length ? tidy(lines[at]) : "";
  if (told.startsWith(": ")) {
    caption = readInlines(told.slice(2));
    at += 1;
  }
  const width = Math.max(head.length, rules.length, ...rows.map((one) => one.length));
  const filled = (row) => Array.from({ length: width }, (_, column) => readInlines(row[column] || ""));
  const numeric = Array.from({ length: width }, (_, column) => column < rules.length && rules[column][3] === ":");
  return [{ type: "grid", head: filled(head), rows: rows.map(filled), numeric, rowHeads: rules[0][2].startsWith("="), caption }, at];
}

function cells(line) {
  const told = strip(line);
  if (!told.startsWith("|")) return null;
  const found = [];
  for (let at = 1; at < told.length; ) {
    CELL.lastIndex = at;
    const cell = CELL.exec(told)[0];
    found.push(tidy(cell));
    at += cell.length + 1;
    if (found.length > WIDEST) return null;
  }
  return found.length ? found : null;
}

export function readInlines(line, url = "") {
  const reader = { url, found: [], open: [], joint: -1 };
  let at = 0;
  for (const token of line.matchAll(TOKEN)) {
    addText(reader, line.slice(at, token.index));
    at = token.index + token[0].length;
    readToken(reader, token, line, at);
  }
  addText(reader, line.slice(at));
  for (const { mark, start } of reader.open.reverse()) reader.found.splice(start, 0, run(mark === "strong" ? "**" : "*", false, false, url));
  return url ? reader.found : settle(reader.found);
}

const addText = (reader, text) => {
  if (text) reader.found.push(run(text, false, false, reader.url));
};

function readToken(reader, token, line, end) {
  const { escape, code, key, label, url, stars } = token.groups;
  if (escape !== undefined) {
    if (escape === "/") reader.joint = end;
    else addText(reader, escape);
  } else if (stars !== undefined) {
    const canOpen = !isBlank(line.slice(end, end + 1)) && line.slice(end, end + 2) !== JOINT;
    const canClose = !isBlank(line.slice(Math.max(token.index - 1, 0), token.index)) && reader.joint !== token.index;
    readStars(reader, stars.length, canOpen, canClose);
  } else if (reader.url) addText(reader, token[0]);
  else if (code !== undefined) reader.found.push({ type: "mention", code, strong: false, em: false });
  else if (key !== undefined) reader.found.push({ type: "call", key });
  else if (isSafeUrl(url)) reader.found.push(...readInlines(label, url));
  else addText(reader, token[0]);
}

function readStars(reader, count, canOpen, canClose) {
  let left = count <= 3 ? count : 0;
  while (left) {
    const last = reader.open.at(-1);
    const isOpen = (mark) => reader.open.some((one) => one.mark === mark);
    const length = last && (last.mark === "strong" ? 2 : 1);
    if (canClose && last && length <= left && last.start < reader.found.length) {
      reader.open.pop();
      for (let at = last.start; at < reader.found.length; at += 1) {
        const one = reader.found[at];
        if (one.type === "run" || one.type === "mention") reader.found[at] = { ...one, [last.mark]: true };
      }
      left -= length;
    } else if (canOpen && left >= 2 && !isOpen("strong")) {
      reader.open.push({ mark: "strong", start: reader.found.length });
      left -= 2;
    } else if (canOpen && !isOpen("em")) {
      reader.open.push({ mark: "em", start: reader.found.length });
      left -= 1;
    } else break;
  }
  addText(reader, "*".repeat(count <= 3 ? left : count));
}

/* One way to say what looks alike: neighbours merged; a space between two looks bears what both share. */
export function settle(inlines) {
  const pieces = inlines.flatMap((one) => {
    if (one.type !== "run") return [one];
    const core = strip(one.text);
    if (!core) return one.text ? [null] : [];
    return [...(isBlank(one.text[0]) ? [null] : []), { ...one, text: core }, ...(isBlank(one.text.at(-1)) ? [null] : [])];
  });
  const done = [];
  const push = (one) => {
    const last = done.at(-1);
    if (last && one.type === "run" && last.type === "run" && last.strong === one.strong && last.em === one.em && last.url === one.url) {
      done[done.length - 1] = { ...last, text: last.text + one.text };
    } else done.push(one);
  };
  pieces.forEach((piece, at) => {
    if (piece !== null) return push(piece);
    const next = pieces[at + 1];
    if (!done.length || !next) return undefined;
    const last = done.at(-1);
    const url = last.url || "";
    if (url !== (next.url || "")) return push(run(" "));
    return push(run(" ", Boolean(last.strong && next.strong), Boolean(last.em && next.em), url));
  });
  return done;
}

/* --- Writing ---------------------------------------------------------------------------------------------------- */

export const write = (blocks) => blocks.map(writeBlock).filter(Boolean).join("\n\n");

function writeBlock(block) {
  if (block.type === "heading") {
    const told = writeLine(oneLine(block.content));
    return told && `${"#".repeat(block.level + 2)} ${told}`;
  }
  if (block.type === "list") return writeItems(block, 0).join("\n");
  if (block.type === "grid") return writeGrid(block);
  return lines(block.content).map(freeLine).filter(Boolean).join("\n");
}

function lines(content) {
  const found = [[]];
  for (const one of content) {
    if (one.type === "break") found.push([]);
    else found.at(-1).push(one);
  }
  return found;
}

const oneLine = (content) => content.map((one) => (one.type === "break" ? run(" ") : one));

function writeItems(list, depth) {
  const indent = "  ".repeat(depth);
  return list.items.flatMap((item, rank) => {
    let told = lines(item.content).map(freeLine).filter(Boolean);
    if (!told.length && item.below.length) told = [JOINT];
    const own = told.map((line, at) => (at ? `${indent}  ${line}` : `${indent}${list.ordered ? `${rank + 1}.` : "-"} ${line}`));
    return [...own, ...item.below.flatMap((below) => writeItems(below, depth + 1))];
  });
}

function writeGrid(grid) {
  const rules = grid.numeric.map((numeric, column) => (column === 0 && grid.rowHeads ? "===" : "---") + (numeric ? ":" : ""));
  const row = (told) => `| ${told.join(" | ")} |`;
  const cell = (content) => writeLine(oneLine(content));
  const caption = cell(grid.caption);
  return [row(grid.head.map(cell)), row(rules), ...grid.rows.map((one) => row(one.map(cell))), ...(caption ? [`: ${caption}`] : [])].join("\n");
}

function freeLine(content) {
  const line = writeLine(content);
  if (/^(#{3,4} |- )/.test(line)) return `\\${line}`;
  return line.replace(/^([0-9]{1,3})([.)] )/, "$1\\$2");
}

export function writeLine(content) {
  const line = { told: "", open: [], signs: /[\\*[{|]/g };
  const settled = settle(content);
  for (let at = 0; at < settled.length; ) {
    const url = settled[at].url || "";
    let end = at;
    while (end < settled.length && (settled[end].url || "") === url) end += 1;
    const group = settled.slice(at, end);
    at = end;
    if (!url) {
      group.forEach((one) => add(line, one));
      continue;
    }
    const label = { told: "", open: [], signs: /[\\*[\]{|]/g };
    group.forEach((one) => add(label, one));
    mark(label, []);
    mark(line, []);
    const address = url.replaceAll("(", "%28").replaceAll(")", "%29").replaceAll(" ", "%20");
    line.told += label.told.length <= LONGEST_LABEL ? `[${label.told}](${address})` : label.told;
  }
  mark(line, []);
  return line.told;
}

function add(line, one) {
  mark(line, ["strong", "em"].filter((name) => one[name]));
  if (one.type === "run") line.told += one.text.replace(line.signs, "\\$&");
  else line.told += one.type === "mention" ? `{{${one.code}}}` : `[^${one.key}]`;
}

function mark(line, wanted) {
  const stars = { strong: "**", em: "*" };
  let closing = "";
  while (line.open.some((name) => !wanted.includes(name))) closing += stars[line.open.pop()];
  const missing = wanted.filter((name) => !line.open.includes(name));
  const inside = line.open.length && !line.told.endsWith(" ");
  const joint = missing.length && (closing || inside) ? JOINT : "";
  line.told += closing + joint + missing.map((name) => stars[name]).join("");
  line.open.push(...missing);
}
