import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** What a plugin, a view or a window of it is given as `app`. */
const OWNERS = ["Plugin", "Component", "Modal", "ItemView", "PluginSettingTab"] as const;

/**
 * Paths of a vault, which are relative to its folder: the adapter joins them with it, and `..` leads out. What looks a file up by its path (`getFileByPath`,
 * `getAbstractFileByPath`) finds those of the vault alone. https://docs.obsidian.md/Reference/TypeScript+API/DataAdapter
 */
export default model({
  packages: ["obsidian"],
  types: {
    App: OWNERS.flatMap((owner) => [`${owner}.app`, `${owner}.new().app`]),
    Vault: ["App.vault"],
    DataAdapter: ["Vault.adapter", "FileSystemAdapter.new()"],
    FileManager: ["App.fileManager"],
  },
  sinks: [
    ...["read", "readBinary", "write", "writeBinary", "append", "appendBinary", "process", "remove", "list", "mkdir", "rmdir", "trashLocal", "trashSystem"]
      .map((name): SinkRow => ({ path: `DataAdapter.${name}.arg(0)`, kind: "path", ...(/^(?:list|mkdir|rmdir)$/.test(name) ? { takes: "folder" } : {}) })),
    ...["copy", "rename"].flatMap((name): SinkRow[] => [{ path: `DataAdapter.${name}.arg(0)`, kind: "path" }, { path: `DataAdapter.${name}.arg(1)`, kind: "path" }]),
    { path: "DataAdapter.stat.arg(0)", kind: "path", confidence: "low", tells: true },
    { path: "Vault.create.arg(0)", kind: "path" },
    { path: "Vault.createBinary.arg(0)", kind: "path" },
    { path: "Vault.createFolder.arg(0)", kind: "path", takes: "folder" },
    { path: "Vault.rename.arg(1)", kind: "path" },
    { path: "Vault.copy.arg(1)", kind: "path" },
    { path: "FileManager.renameFile.arg(1)", kind: "path" },
    { path: "requestUrl.arg(0)", kind: "url", when: [{ at: "arg(0)", is: "string" }] },
    { path: "requestUrl.arg(0).url", kind: "url" },
    { path: "request.arg(0).url", kind: "url" },
  ],
  steps: [{ from: "normalizePath.arg(0)", to: "normalizePath()", as: "identity" }],
});
