import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findBrowser, type Page, startBrowser } from "./browser.js";
import { run } from "./command-line.js";

const HOSTILE = "</script><img src=x onerror=alert(1)>";
const SERVER = `import { exec } from "node:child_process";
import { readFile } from "node:fs/promises";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

const server = new McpServer({ name: "s", version: "1" });

server.tool("${HOSTILE}", "'\\"><script>alert(2)</script>", { "<b>host</b>": z.string() }, async (args) => {
  exec("ping " + args["<b>host</b>"]); // </pre><script>alert(3)</script>
  return { content: [] };
});

server.tool("read", "Reads a note", { file: z.string() }, async ({ file }) => ({ content: [{ type: "text", text: await readFile(file, "utf8") }] }));
server.tool("archive", "Archives a note", { name: z.string(), token: z.string() }, async ({ name }) => {
  exec("zip notes.zip -- '" + name + "'");
  return { content: [] };
});
`;
const FILE = "src/<img src=y onerror=alert(4)>.ts";

const executable = findBrowser();
const WITHOUT = "there is no Chromium in PATH, and CHROME_PATH names none";
const scratch = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-html-")));
const report = join(scratch, "report.html");
let page: Page | undefined;

beforeAll(async () => {
  if (executable === undefined) return;
  for (const [file, text] of [["package.json", '{"type":"module","dependencies":{"@modelcontextprotocol/sdk":"1"}}'], [FILE, SERVER]] as const) {
    mkdirSync(dirname(join(scratch, file)), { recursive: true });
    writeFileSync(join(scratch, file), text);
  }
  await run(scratch, "--format", "html", "--output-file", report);
  page = await startBrowser(executable);
}, 300_000);

afterAll(async () => {
  await page?.close();
  rmSync(scratch, { recursive: true });
}, 60_000);

beforeEach(async ({ skip }) => {
  if (page === undefined) return skip(WITHOUT);
  await page.open(pathToFileURL(report).href);
}, 60_000);

/** The page, which `beforeEach` has opened. */
function opened(): Page {
  if (page === undefined) throw new Error(WITHOUT);
  return page;
}

const SHOWN = "[...document.querySelectorAll('article')].filter((one) => !one.hidden).length";
const AT = "[...document.querySelectorAll('article')].filter((one) => !one.hidden).indexOf(document.activeElement)";

describe("the page in a browser", () => {
  it("runs and loads nothing of what the linted project holds, however it is named", async () => {
    const { read, complaints, requests } = opened();
    expect(await read("document.images.length")).toBe(0);
    expect(await read("document.scripts.length")).toBe(1);
    expect(await read("document.querySelectorAll('b b, [onerror], iframe, link').length")).toBe(0);
    expect(await read<string>("document.body.textContent")).toContain(HOSTILE);
    expect(await read<string>("document.body.textContent")).toContain("<img src=y onerror=alert(4)>.ts");
    expect(complaints).toEqual([]);
    expect(new Set(requests)).toEqual(new Set([pathToFileURL(report).href]));
  });

  it("forbids whatever would come in later", async () => {
    const { read } = opened();
    const before = opened().complaints.length;
    await read("new Promise((done) => { const image = new Image(); image.onerror = done; image.onload = done; image.src = 'https://example.invalid/x.png'; document.body.append(image); })");
    await read("void document.body.insertAdjacentHTML('beforeend', '<p id=\"late\" style=\"color:red\" onclick=\"window.ran = 1\">x</p>')");
    await read("document.getElementById('late').click()");
    expect(await read("window.ran === undefined && document.getElementById('late').style.color === ''")).toBe(true);
    expect(opened().complaints.slice(before).filter((text) => text.includes("Content Security Policy")).length).toBeGreaterThan(1);
    opened().complaints.length = 0;
    opened().requests.length = 0;
  });

  it("is filtered by words, and shows all again, without a mouse", async () => {
    const { read, press } = opened();
    const all = await read<number>(SHOWN);
    expect(all).toBeGreaterThan(2);
    await press("/");
    expect(await read("document.activeElement.name")).toBe("words");
    for (const letter of "zip") await press(letter);
    expect(await read("document.activeElement.value")).toBe("zip");
    const few = await read<number>(SHOWN);
    expect(few).toBeGreaterThan(0);
    expect(few).toBeLessThan(all);
    expect(await read("document.getElementById('shown').textContent")).toBe(String(few));
    await press("Escape");
    expect(await read(`new Promise((done) => setTimeout(() => done(${SHOWN}), 50))`)).toBe(all);
    expect(await read("document.activeElement.tagName")).toBe("BODY");
  });

  it("goes from finding to finding by keys, also among those that a filter left", async () => {
    const { read, press } = opened();
    const all = await read<number>(SHOWN);
    await press("j");
    expect(await read(AT)).toBe(0);
    await press("j");
    await press("k");
    expect(await read(AT)).toBe(0);
    for (let step = 0; step < all + 2; step += 1) await press("j");
    expect(await read(AT)).toBe(all - 1);
  });

  it("is filtered by a hostile name as by any other", async () => {
    const { read } = opened();
    const all = await read<number>(SHOWN);
    const count = await read<number>(`(() => { const tools = document.querySelector('select[name=tools]'); tools.value = ${JSON.stringify(HOSTILE)}; tools.dispatchEvent(new Event('input', { bubbles: true })); return ${SHOWN}; })()`);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(all);
    expect(await read("document.querySelector('select[name=tools]').value")).toBe(HOSTILE);
  });

  it("can be read by day and by night", async () => {
    const { read, setDark } = opened();
    const contrasts = `(() => {
      const light = (colour) => {
        const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((one) => { const part = one / 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ground = (at) => { for (; at; at = at.parentElement) { const colour = getComputedStyle(at).backgroundColor; if (!/, 0\\)$|transparent/.test(colour)) return colour; } return 'rgb(255,255,255)'; };
      return [...document.querySelectorAll('h1, h3, p, a, code, pre, mark, label, select, input, .error, .warn, .dim, li, td, th')].map((one) => {
        const [a, b] = [light(getComputedStyle(one).color), light(ground(one))].sort((x, y) => y - x);
        return { what: one.tagName + '.' + one.className, ratio: (a + 0.05) / (b + 0.05) };
      }).filter(({ ratio }) => ratio < 4.5);
    })()`;
    await setDark(false);
    const day = await read("getComputedStyle(document.body).backgroundColor");
    expect(await read(contrasts)).toEqual([]);
    await setDark(true);
    expect(await read("getComputedStyle(document.body).backgroundColor")).not.toBe(day);
    expect(await read(contrasts)).toEqual([]);
  });
});
