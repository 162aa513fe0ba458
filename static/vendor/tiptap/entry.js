// What the editor of prose takes from Tiptap, in one file: bundled by esbuild, kept in the repository, loaded only where
// somebody writes. How it is made again: README.md beside this file.
export { Editor, Extension, Mark, Node } from "@tiptap/core";
export { Bold } from "@tiptap/extension-bold";
export { Document } from "@tiptap/extension-document";
export { HardBreak } from "@tiptap/extension-hard-break";
export { Heading } from "@tiptap/extension-heading";
export { Italic } from "@tiptap/extension-italic";
export { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
export { Paragraph } from "@tiptap/extension-paragraph";
export { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
export { Text } from "@tiptap/extension-text";
export { Gapcursor, UndoRedo } from "@tiptap/extensions";
