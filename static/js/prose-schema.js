/* What the editor of prose can hold: just what the markup can say. Tab is never taken: it always leaves the editor. */
"use strict";

export function extensions(tiptap, { isSafeUrl, figures, tell }) {
  const { Bold, BulletList, Document, Extension, Gapcursor, HardBreak, Heading, Italic, ListItem, ListKeymap } = tiptap;
  const { Mark, Node, OrderedList, Paragraph, Table, TableCell, TableHeader, TableRow, Text, UndoRedo } = tiptap;
  const numeric = {
    colspan: { default: 1 },
    rowspan: { default: 1 },
    colwidth: { default: null },
    numeric: {
      default: false,
      parseHTML: (element) => element.classList.contains("num"),
      renderHTML: (attributes) => (attributes.numeric ? { class: "num" } : {}),
    },
  };
  const cell = { content: "paragraph", addAttributes: () => numeric };
  const withoutTab = {
    addKeyboardShortcuts() {
      const { Tab, "Shift-Tab": back, ...kept } = this.parent();
      return kept;
    },
  };

  const Link = Mark.create({
    name: "link",
    inclusive: false,
    priority: 1000,
    addAttributes: () => ({ href: { default: "" } }),
    parseHTML: () => [{ tag: "a[href]", getAttrs: (element) => isSafeUrl(element.getAttribute("href")) && null }],
    renderHTML: ({ HTMLAttributes }) => ["a", { href: HTMLAttributes.href }, 0],
  });

  const Mention = Node.create({
    name: "mention",
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => ({
      code: { default: "", parseHTML: (element) => element.dataset.code, renderHTML: ({ code }) => ({ "data-code": code }) },
    }),
    parseHTML: () => [{ tag: "span[data-code]" }],
    renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes],
    renderText: ({ node }) => figures.text(node.attrs.code),
    addNodeView: () => ({ node }) => {
      const dom = document.createElement("span");
      const show = () => figures.show(dom, node.attrs.code);
      show();
      const stop = figures.watch(show);
      return { dom, destroy: stop };
    },
  });

  const Call = Node.create({
    name: "call",
    group: "inline",
    inline: true,
    atom: true,
    marks: "",
    addAttributes: () => ({
      key: { default: "", parseHTML: (element) => element.dataset.note, renderHTML: ({ key }) => ({ "data-note": key }) },
    }),
    parseHTML: () => [{ tag: "sup[data-note]" }],
    renderHTML: ({ HTMLAttributes }) => ["sup", { ...HTMLAttributes, class: "note-call" }, HTMLAttributes["data-note"]],
  });

  const Keys = Extension.create({
    name: "proseKeys",
    addKeyboardShortcuts: () => ({
      "Alt-F10": () => tell("toolbar"),
      "Mod-k": () => tell("link"),
      "Mod-]": ({ editor }) => editor.commands.sinkListItem("listItem"),
      "Mod-[": ({ editor }) => editor.commands.liftListItem("listItem"),
    }),
  });

  return [
    Document,
    Paragraph,
    Text,
    HardBreak,
    Bold,
    Italic,
    Link,
    Mention,
    Call,
    Keys,
    Heading.extend({
      // their level follows the page around, told by the editor that holds them
      renderHTML({ node }) {
        return [`h${Math.min(tell("base") + node.attrs.level - 1, 6)}`, { class: `prose-edit__h${node.attrs.level}` }, 0];
      },
    }).configure({ levels: [1, 2] }),
    BulletList,
    OrderedList.extend({ addAttributes: () => ({}) }),
    ListItem.extend({ content: "paragraph (bulletList | orderedList)*", ...withoutTab }),
    ListKeymap,
    Table.extend({
      addAttributes: () => ({ caption: { default: [], rendered: false, parseHTML: () => [] } }),
      renderHTML({ node }) {
        const told = tell("line", node.attrs.caption);
        return ["table", {}, ...(told ? [["caption", { contenteditable: "false" }, told]] : []), ["tbody", 0]];
      },
      ...withoutTab,
    }).configure({ View: null }),
    TableRow,
    TableCell.extend(cell),
    TableHeader.extend(cell),
    Gapcursor,
    UndoRedo,
  ];
}
