import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A Chromium of this machine: what CHROME_PATH names, or one in PATH; undefined when there is none. */
export function findBrowser(): string | undefined {
  const named = process.env["CHROME_PATH"];
  const found = (process.env["PATH"] ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...(named === undefined ? [] : [named]), ...found].find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A page of a browser without a window, as far as tests need it (https://chromedevtools.github.io/devtools-protocol/). */
export interface Page {
  /** Opens an address and waits until it is loaded. */
  open(url: string): Promise<void>;
  /** The value of an expression, as JSON. */
  read<T>(expression: string): Promise<T>;
  /** Presses a key: a letter, or a name as `Escape`. */
  press(key: string): Promise<void>;
  /** Whether the page is shown by night. */
  setDark(isDark: boolean): Promise<void>;
  /** What the browser complained of since, such as what the page's policy forbade, and the addresses that it asked for. */
  readonly complaints: string[];
  readonly requests: string[];
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

const VIRTUAL: Readonly<Record<string, number>> = { Escape: 27, Tab: 9, Enter: 13, ArrowDown: 40 };

/** Starts the browser on a profile of its own, spoken to over a pipe, so that no port is opened. */
export async function startBrowser(executable: string): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), "mcp-boundary-browser-"));
  const child = spawn(executable, ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-background-networking", `--user-data-dir=${profile}`, "--remote-debugging-pipe"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const ended = new Promise<never>((_resolve, reject) => child.once("exit", (code) => reject(new Error(`the browser ended with ${code}`))));
  ended.catch(() => undefined); // the end that `close` asks for concerns nobody
  const answers = new Map<number, (message: Message) => void>();
  const events = new Map<string, () => void>();
  const complaints: string[] = [];
  const requests: string[] = [];
  let session: string | undefined;
  let last = 0;

  readMessages(child, ({ id, method, params, result, error }) => {
    if (id !== undefined) answers.get(id)?.({ result, ...(error === undefined ? {} : { error }) });
    if (method === "Log.entryAdded") complaints.push((params?.["entry"] as { text: string }).text);
    if (method === "Runtime.exceptionThrown") complaints.push(JSON.stringify(params));
    if (method === "Network.requestWillBeSent") requests.push((params?.["request"] as { url: string }).url);
    if (method !== undefined) events.get(method)?.();
  });

  const send = async (method: string, params: object = {}): Promise<unknown> => {
    const id = (last += 1);
    const answer = new Promise<Message>((resolve) => answers.set(id, resolve));
    (child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...(session === undefined ? {} : { sessionId: session }) })}\0`);
    const { result, error } = await Promise.race([answer, ended]);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };

  const { targetId } = (await send("Target.createTarget", { url: "about:blank" })) as { targetId: string };
  session = ((await send("Target.attachToTarget", { targetId, flatten: true })) as { sessionId: string }).sessionId;
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await send(`${domain}.enable`);

  const read = async <T>(expression: string): Promise<T> => {
    const { result, exceptionDetails } = (await send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true })) as { result: { value: T }; exceptionDetails?: object };
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  };
  return {
    read, complaints, requests,
    async open(url) {
      const loaded = new Promise<void>((resolve) => events.set("Page.loadEventFired", resolve));
      await send("Page.navigate", { url });
      await Promise.race([loaded, ended]);
    },
    async press(key) {
      const code = { windowsVirtualKeyCode: VIRTUAL[key] ?? key.toUpperCase().charCodeAt(0), key };
      await send("Input.dispatchKeyEvent", { type: "keyDown", ...code, ...(key.length === 1 ? { text: key } : {}) });
      await send("Input.dispatchKeyEvent", { type: "keyUp", ...code });
    },
    async setDark(isDark) {
      await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: isDark ? "dark" : "light" }] });
    },
    async close() {
      session = undefined;
      await send("Browser.close").catch(() => undefined);
      await ended.catch(() => undefined);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function readMessages(child: ChildProcess, hear: (message: Message) => void): void {
  let rest = "";
  (child.stdio[4] as Readable).setEncoding("utf8").on("data", (chunk: string) => {
    const parts = (rest + chunk).split("\0");
    rest = parts.pop() ?? "";
    for (const part of parts) hear(JSON.parse(part) as Message);
  });
}
