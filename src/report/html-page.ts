import { createHash } from "node:crypto";

/** The look of the page. Colours are pairs that keep a contrast of 4.5 to 1 at least on their ground, by day and by night. */
const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--soft:#f5f6f8;--line:#d6d9de;--text:#1b1f24;--dim:#57606a;--error:#b3261e;--warn:#8a5300;--link:#0b57d0;--mark:#ffe08a;--marktext:#1b1f24}
@media(prefers-color-scheme:dark){:root{--ground:#14171b;--soft:#1c2026;--line:#363c45;--text:#e6e8eb;--dim:#a0a8b3;--error:#ff8a80;--warn:#f0b357;--link:#8ab4f8;--mark:#6b4f00;--marktext:#fff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1.5rem;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2rem 0 .75rem}
a{color:var(--link)}code,pre{font:13px/1.5 ui-monospace,monospace}code{background:var(--soft);padding:0 .25em;border-radius:3px;overflow-wrap:anywhere}
.dim{color:var(--dim)}.error{color:var(--error)}.warn{color:var(--warn)}
.counts{display:flex;flex-wrap:wrap;gap:.75rem;list-style:none;margin:1rem 0;padding:0}.counts li{border:1px solid var(--line);border-radius:6px;padding:.4rem .9rem}.counts b{font-size:1.25rem;margin-right:.35rem}
form{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;position:sticky;top:0;background:var(--ground);padding:.6rem 0;border-bottom:1px solid var(--line);z-index:1}
label{display:grid;font-size:.85rem;color:var(--dim)}select,input{font:inherit;color:var(--text);background:var(--soft);border:1px solid var(--line);border-radius:4px;padding:.25rem .5rem;max-width:18rem}
article{border:1px solid var(--line);border-radius:6px;padding:.9rem 1.1rem;margin:1rem 0;scroll-margin-top:5rem}
article h3{font-size:1rem;margin:0 0 .35rem;overflow-wrap:anywhere}article p{margin:.35rem 0}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
ol.way{list-style:none;counter-reset:step;margin:.75rem 0 0;padding:0}
ol.way>li{counter-increment:step;position:relative;padding:0 0 .8rem 2.4rem}
ol.way>li::before{content:counter(step);position:absolute;left:0;top:0;width:1.6rem;height:1.6rem;border-radius:50%;background:var(--soft);border:1px solid var(--dim);text-align:center;line-height:1.5rem;font-size:.8rem}
ol.way>li:not(:last-child)::after{content:"";position:absolute;left:.8rem;top:1.7rem;bottom:0;border-left:2px solid var(--line)}
ol.way>li:last-child::before{border-color:var(--error);color:var(--error)}
pre{margin:.3rem 0 0;padding:.4rem .7rem;background:var(--soft);border-radius:4px;overflow-x:auto}mark{background:var(--mark);color:var(--marktext);border-radius:2px}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}td ul{margin:0;padding-left:1.1rem}
[hidden]{display:none!important}kbd{border:1px solid var(--line);border-radius:3px;padding:0 .3em;font-size:.8rem}
@media print{form{display:none}article{break-inside:avoid}}
`;

/** Filters and keys. The page is whole without it. It reads attributes, writes `hidden` and a number, and makes no markup. */
const SCRIPT = `
"use strict";
(() => {
  const form = document.querySelector("form");
  const items = [...document.querySelectorAll("article")];
  const shown = document.getElementById("shown");
  const inputs = [...form.elements].filter((one) => one.name);
  const fits = (item, name, value) => value === "" || (name === "words" ? item.textContent.toLowerCase().includes(value.toLowerCase()) : JSON.parse(item.dataset[name]).includes(value));
  const filter = () => {
    let count = 0;
    for (const item of items) {
      item.hidden = !inputs.every(({ name, value }) => fits(item, name, value));
      if (!item.hidden) count += 1;
    }
    shown.textContent = String(count);
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return void (document.activeElement.blur(), form.reset());
    if (/^(?:INPUT|SELECT)$/.test(document.activeElement.tagName)) return;
    if (event.key === "/") return void (event.preventDefault(), form.elements.namedItem("words").focus());
    if (event.key !== "j" && event.key !== "k") return;
    const open = items.filter((item) => !item.hidden);
    const at = open.indexOf(document.activeElement);
    const next = open[event.key === "j" ? Math.min(at + 1, open.length - 1) : Math.max(at - 1, 0)];
    if (next) next.focus();
  });
})();
`;

/** A page of its own: nothing is loaded, and nothing but these two texts may style or run (https://www.w3.org/TR/CSP3/). */
export function htmlPage(title: string, body: string): string {
  const policy = `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; base-uri 'none'; form-action 'none'`;
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${title}</title>`,
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    body,
    `<script>${SCRIPT}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
