import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

/** A diagnostic of a language server; lines count from 0. */
export interface Diagnostic {
  readonly message: string;
  readonly code?: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly codeDescription?: { readonly href: string };
}

/** Something that can be done. */
export interface Action {
  readonly title: string;
  readonly command?: { readonly command: string; readonly arguments?: readonly unknown[] };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
}

/** An editor's side of a conversation with a language server, as far as diagnostics need it (https://microsoft.github.io/language-server-protocol/). */
export interface Editor {
  /** Opens a document, or changes it when it is open, and gives what the server says of that very text. */
  show(file: string, text: string): Promise<readonly Diagnostic[]>;
  /** The same for a server that is asked for diagnostics, and publishes none. */
  pull(file: string, text: string): Promise<readonly Diagnostic[]>;
  /** Asks for what can be done about diagnostics of a document. */
  actions(file: string, diagnostic: Diagnostic): Promise<readonly Action[]>;
  /** Does what an action says, and gives the edits that the server asks for, as text by document. */
  act(action: Action): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts a server in a folder and says hello; with `settings`, which it is given when it asks for some, it is a server that is asked for diagnostics. A promise rejects when the server ends before it answers. */
export async function startServer(command: readonly string[], folder: string, settings: object | null = null): Promise<Editor> {
  const child = spawn(process.execPath, command, { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise<never>((_resolve, reject) => child.once("exit", (code) => reject(new Error(`the language server ended with ${code}`))));
  ended.catch(() => undefined); // the end that `close` asks for concerns nobody
  const waiting = new Map<string, (params: unknown) => void>();
  const versions = new Map<string, number>();
  const answer = (key: string): Promise<unknown> => Promise.race([new Promise((resolve) => waiting.set(key, resolve)), ended]);
  const send = (message: object): void => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };

  readMessages(child, ({ id, method, params, ...rest }) => {
    if (method === undefined) waiting.get(`answer ${id}`)?.("result" in rest ? rest.result : undefined);
    else if (id !== undefined) {
      if (method === "workspace/applyEdit") waiting.get("edit")?.(params);
      send({ id, result: method === "workspace/configuration" ? (params as { items: unknown[] }).items.map(() => settings) : method === "workspace/applyEdit" ? { applied: true } : null });
    }
    else if (method === "textDocument/publishDiagnostics") {
      const { uri, version, diagnostics } = params as { uri: string; version?: number; diagnostics: Diagnostic[] };
      waiting.get(`${uri} ${version}`)?.(diagnostics);
    }
  });

  send({ id: 1, method: "initialize", params: { processId: process.pid, rootUri: pathToFileURL(folder).href, workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "folder" }], capabilities: settings === null ? PUSHED : PULLED } });
  await answer("answer 1");
  send({ method: "initialized", params: {} });

  let last = 1;
  const request = async (method: string, params: object): Promise<unknown> => {
    const id = (last += 1);
    const answered = answer(`answer ${id}`);
    send({ id, method, params });
    return await answered;
  };
  const put = (file: string, text: string): string => {
    const uri = pathToFileURL(file).href;
    const version = (versions.get(uri) ?? 0) + 1;
    versions.set(uri, version);
    if (version === 1) send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "typescript", version, text } } });
    else send({ method: "textDocument/didChange", params: { textDocument: { uri, version }, contentChanges: [{ text }] } });
    return `${uri} ${version}`;
  };
  return {
    async show(file, text) {
      return (await answer(put(file, text))) as Diagnostic[];
    },
    async pull(file, text) {
      put(file, text);
      const { items } = (await request("textDocument/diagnostic", { textDocument: { uri: pathToFileURL(file).href } })) as { items: Diagnostic[] };
      return items;
    },
    async actions(file, diagnostic) {
      return (await request("textDocument/codeAction", { textDocument: { uri: pathToFileURL(file).href }, range: diagnostic.range, context: { diagnostics: [diagnostic] } })) as Action[];
    },
    async act({ command }) {
      const edit = answer("edit");
      await request("workspace/executeCommand", { ...command });
      return await edit;
    },
    async close() {
      await request("shutdown", {});
      send({ method: "exit" });
      child.stdin.end();
      await ended.catch(() => undefined);
    },
  };
}

/** What an editor can do that is told of diagnostics, and one that asks for them. */
const PUSHED = { textDocument: { publishDiagnostics: { versionSupport: true } } };
const PULLED = {
  textDocument: { ...PUSHED.textDocument, diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } } },
  workspace: { configuration: true, applyEdit: true, workspaceEdit: { documentChanges: true }, diagnostics: { refreshSupport: true } },
};

function readMessages(child: ChildProcess, hear: (message: Message) => void): void {
  let rest = Buffer.alloc(0);
  child.stdout?.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = rest.indexOf("\r\n\r\n");
      if (head < 0) return;
      const start = head + 4;
      const length = Number(/content-length: *(\d+)/i.exec(rest.subarray(0, head).toString("latin1"))?.[1]);
      if (rest.length < start + length) return;
      hear(JSON.parse(rest.subarray(start, start + length).toString("utf8")) as Message);
      rest = rest.subarray(start + length);
    }
  });
}
