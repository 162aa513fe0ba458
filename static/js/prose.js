/* Brings the rich editor to the textareas that carry data-prose, when there is one: the bundle is loaded then, not before.
   Without this file the textareas hold the markup and work as they are. */
(() => {
  "use strict";
  const { modules, figures: url } = document.currentScript.dataset;
  const open = new Map();
  let loading = null;

  const load = async () => {
    const names = Object.entries(JSON.parse(modules));
    const loaded = await Promise.all(names.map(([, address]) => import(address)));
    const parts = Object.fromEntries(names.map(([name], at) => [name, loaded[at]]));
    return { parts, figures: new parts.dialogs.Figures(url) };
  };

  const look = () => {
    for (const [textarea, editor] of open) {
      if (textarea.isConnected) continue;
      open.delete(textarea);
      editor?.destroy();
    }
    const all = [...document.querySelectorAll("textarea[data-prose]")];
    all.filter((one) => !open.has(one)).forEach((one) => {
      open.set(one, null);
      sight.observe(one);
    });
    document.documentElement.toggleAttribute("data-prose-many", all.length > 3);
  };

  // An editor is made when its textarea comes near: a plan of four hundred actions opens as fast as another.
  const sight = new IntersectionObserver((entries) => {
    const near = entries.filter((one) => one.isIntersecting).map((one) => one.target);
    near.forEach((one) => sight.unobserve(one));
    if (near.length) bring(near);
  }, { rootMargin: "400px" });

  const bring = async (found) => {
    try {
      loading ||= load();
      const { parts, figures } = await loading;
      found.forEach((one) => one.isConnected && !open.get(one) && open.set(one, parts.editor.enhance(one, parts, figures)));
    } catch (error) {
      loading = null; // the textareas stay as they are: writing goes on without the editor
      console.warn("prose", error);
    }
  };

  // A link of the summary of errors leads to the editor, not to the hidden textarea.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target?.matches("textarea[data-prose][hidden]")) return;
    event.preventDefault();
    target.focus();
  });

  const start = () => {
    look();
    new MutationObserver((changes) => {
      if (changes.some((one) => [...one.addedNodes, ...one.removedNodes].some((node) => node.nodeType === 1 && (node.matches("textarea, form") || node.querySelector("textarea"))))) look();
    }).observe(document.body, { childList: true, subtree: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
