/* The tree of a text (prose-markup.js) and the document that the editor holds: one made from the other. */
"use strict";

const text = (value, marks) => ({ type: "text", text: value, ...(marks.length ? { marks } : {}) });
const paragraph = (content) => ({ type: "paragraph", ...(content.length ? { content } : {}) });

/* --- The tree becomes a document ---------------------------------------------------------------------------------- */

export const toDoc = (blocks) => ({ type: "doc", content: blocks.length ? blocks.map(block) : [paragraph([])] });

function block(one) {
  if (one.type === "heading") return { type: "heading", attrs: { level: one.level }, content: inlines(one.content) };
  if (one.type === "list") return list(one);
  if (one.type === "grid") return grid(one);
  return paragraph(inlines(one.content));
}

const list = (one) => ({
  type: one.ordered ? "orderedList" : "bulletList",
  content: one.items.map((item) => ({ type: "listItem", content: [paragraph(inlines(item.content)), ...item.below.map(list)] })),
});

function grid(one) {
  const row = (cells, isHead) => ({
    type: "tableRow",
    content: cells.map((cell, column) => ({
      type: isHead || (column === 0 && one.rowHeads) ? "tableHeader" : "tableCell",
      attrs: { numeric: one.numeric[column] },
      content: [paragraph(inlines(cell))],
    })),
  });
  return { type: "table", attrs: { caption: one.caption }, content: [row(one.head, true), ...one.rows.map((cells) => row(cells, false))] };
}

function inlines(content) {
  return content.map((one) => {
    if (one.type === "break") return { type: "hardBreak" };
    if (one.type === "call") return { type: "call", attrs: { key: one.key } };
    const marks = [];
    if (one.url) marks.push({ type: "link", attrs: { href: one.url } });
    if (one.strong) marks.push({ type: "bold" });
    if (one.em) marks.push({ type: "italic" });
    if (one.type === "mention") return { type: "mention", attrs: { code: one.code }, ...(marks.length ? { marks } : {}) };
    return text(one.text, marks);
  });
}

/* --- The document becomes a tree ---------------------------------------------------------------------------------- */

export const toBlocks = (doc) => (doc.content || []).flatMap(unblock);

function unblock(node) {
  if (node.type === "heading") return [{ type: "heading", level: node.attrs.level, content: uninline(node) }];
  if (node.type === "bulletList" || node.type === "orderedList") return [unlist(node)];
  if (node.type === "table") return [ungrid(node)];
  return [{ type: "paragraph", content: uninline(node) }];
}

const unlist = (node) => ({
  type: "list",
  ordered: node.type === "orderedList",
  items: (node.content || []).map((item) => {
    const [first, ...more] = item.content || [];
    return { content: first ? uninline(first) : [], below: more.filter((one) => one.type !== "paragraph").map(unlist) };
  }),
});

function ungrid(node) {
  const rows = (node.content || []).map((row) => row.content || []);
  const width = Math.max(...rows.map((row) => row.length));
  const cells = (row) => Array.from({ length: width }, (_, at) => (row[at] ? uninline((row[at].content || [])[0] || {}) : []));
  const [head, ...body] = rows;
  return {
    type: "grid",
    head: cells(head),
    rows: body.map(cells),
    numeric: Array.from({ length: width }, (_, at) => Boolean(head[at] && head[at].attrs.numeric)),
    rowHeads: body.length > 0 && body.every((row) => row[0] && row[0].type === "tableHeader"),
    caption: node.attrs.caption || [],
  };
}

function uninline(node) {
  return (node.content || []).flatMap((one) => {
    const marks = one.marks || [];
    const strong = marks.some((mark) => mark.type === "bold");
    const em = marks.some((mark) => mark.type === "italic");
    if (one.type === "hardBreak") return [{ type: "break" }];
    if (one.type === "call") return [{ type: "call", key: one.attrs.key }];
    if (one.type === "mention") return [{ type: "mention", code: one.attrs.code, strong, em }];
    const link = marks.find((mark) => mark.type === "link");
    const url = link ? link.attrs.href : "";
    return one.text.split("\n").flatMap((line, at) => [...(at ? [{ type: "break" }] : []), { type: "run", text: line, strong, em, url }]);
  });
}
