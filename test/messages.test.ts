import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { analyze } from "../src/analyze.js";

const folder = fileURLToPath(new URL("../fixtures", import.meta.url));

function messages(path: string): Map<string, string> {
  const file = join(folder, path);
  const { findings } = analyze({ root: join(file, ".."), paths: [file] });
  return new Map(findings.map(({ location, message }) => [`${location.line}`, message]));
}

describe("a check that does not hold stands in the message", () => {
  test.each([
    ["no-unconfined-path", 15, "the check on line 14 compares a prefix without a separator behind it"],
    ["no-unconfined-path", 23, "the check on line 22 looks for `..` where the path is already resolved"],
    ["no-unconfined-path", 35, "the check on line 34 settles where the path starts, and lets `..` through"],
    ["no-unconfined-path", 41, "the check on line 40 refuses `..` and lets an absolute path through"],
    ["no-unconfined-path", 57, "the check on line 56 compares with a root that the caller chooses"],
    ["no-unconfined-path", 85, "the check on line 84 looks at the extension alone"],
    ["no-unvalidated-fetch", 24, "the check on line 23 tests the scheme alone"],
    ["no-unvalidated-fetch", 36, "the check on line 35 looks for a text anywhere in the URL"],
    ["no-unvalidated-fetch", 42, "the check on line 41 compares a start that does not end the host"],
    ["no-unvalidated-fetch", 49, "the check on line 48 compares an end without a dot before it"],
    ["no-unvalidated-fetch", 55, "the check on line 54 matches a pattern that may stand anywhere in the URL"],
    ["no-unvalidated-fetch", 87, "the check on line 86 compares with a list that the caller chooses"],
    ["no-shell-injection", 38, "the check on line 37 lets a line break through, which starts another command"],
  ])("%s, line %i: %s", (id, line, words) => {
    expect(messages(`rules/${id}/not-guards.ts`).get(`${line}`)).toMatch(new RegExp(`: ${words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:; \`[^\`]+\` passes)?\\.$`));
  });
});

describe("a check of the scheme stands alone in the message only where nothing else looks at the URL", () => {
  test.each([
    [20, "the checks on lines 18 and 19 are not known to settle the host, as a list of allowed ones would; `"],
    [26, "the checks on lines 24 and 25 are not known to settle the host, as a list of allowed ones would; `"],
    [32, "the checks on lines 30 and 31 are not known to settle the host, as a list of allowed ones would."],
    [38, "the check on line 37 is not known to settle the host, as a list of allowed ones would; `"],
    [43, "the check on line 42 is not known to settle the host, as a list of allowed ones would; `"],
    [49, "the check on line 48 tests the scheme alone; `"],
    [58, "the check on line 56 tests the scheme alone; `"],
  ])("line %i: %s", (line, words) => {
    expect(messages("rules/no-unvalidated-fetch/beside-scheme.ts").get(`${line}`)).toContain(words);
  });
});

test("a test of the scheme is none of where a path starts", () => {
  expect(messages("rules/no-unconfined-path/file-urls.ts").get("12")).toMatch(/^`fileUrl` of tool `attach` reaches fs\.createReadStream without staying inside a root(?:: `[^`]+` passes)?\. /);
});

test("tools are told apart behind helpers that they share, and the parameter of the handler at hand comes first", () => {
  const found = messages("rules/no-shell-injection/shared-helpers.ts");
  expect(found.get("16")).toMatch(/^`folder` of tool `list_notes` .*\(also from `list_files`\)/);
  expect(found.get("33")).toMatch(/^`project` of tool `build` .*\(also from `set_project`\)/);
});

test("tools are told apart where what they are given is copied under its own keys, and who writes a field under its name comes before who may have written it", () => {
  const found = messages("rules/no-unconfined-path/copied-keys.ts");
  const line = (start: RegExp): string => [...found.values()].find((message) => start.test(message)) ?? [...found.values()].join("\n");
  expect(line(/fs\/promises\.readdir/)).toMatch(/^`coverFolder` of tool `list_covers` reaches fs\/promises\.readdir without staying inside a root[:.]/);
  expect(line(/`send_cover`/)).toMatch(/^`file` of tool `send_cover` reaches fs\/promises\.readFile without staying inside a root \(also from `count_words`\)[:.]/);
});

test("a tool that sets a field under a name that it works out is named behind the one that sets it by its name", () => {
  expect(messages("rules/no-shell-injection/worked-out-names.ts").get("9")).toMatch(/^`name` of tool `plain` .*\(also from `parts`\)/);
});

test("of the tools that one handler serves those are named that take the argument", () => {
  expect(messages("rules/no-unconfined-path/one-handler.ts").get("16")).toMatch(/^`note` of tool `rename` .*\(also from `show`\)/);
});

test("an input that is a field of another one is told by its path", () => {
  const found = messages("rules/no-unconfined-path/nested-input.ts");
  expect(found.get("8")).toMatch(/^`params\.file` of tool `read` /);
});

test("a parameter of several schemas that are mixed is that of some tool", () => {
  expect(messages("rules/no-credential-parameter/mixed-schemas.ts").get("7")).toBe("A tool asks the model for a credential in `password`. Read it where the handler runs, and take the name of a stored one.");
});

test("code keeps its letters at the beginning of a message", () => {
  expect([...messages("rules/no-error-leak/bad.ts").values()].some((message) => /^`\(error as Error\)\.stack`, the stack of an error, goes/.test(message))).toBe(true);
});

test("a member of an argument is named as the library knows it", () => {
  expect(messages("rules/no-unconfined-path/mailed-file.ts").get("10")).toMatch(/^`file` of tool `send` reaches `attachments\[\]\.path` of nodemailer\.createTransport\.sendMail without staying inside a root: `/);
});

test("an object that is a whole query is told apart from a value in one", () => {
  const told = messages("rules/no-nosql-injection/queries.ts");
  expect(told.get("18")).toMatch(/^`filter\[\]` of tool `wrong` is taken by Collection\.find as the caller wrote it, with all operators and stages(?:: `.*` passes)?\. Refuse /);
  expect(told.get("16")).toMatch(/^`any` of tool `wrong` may bring operators into the query of /);
});

test("a table of handlers tells tools apart by names that other modules write", () => {
  const root = join(folder, "rules/no-shell-injection/handlers-by-name");
  const { server, findings } = analyze({ root, paths: [root], withServer: true });
  expect(findings.filter(({ rule }) => rule === "no-shell-injection").map(({ tools }) => tools)).toEqual([["run_script"]]);
  expect(server?.tools.map(({ name, reach }) => [name, reach.commands.map(({ shell }) => shell)])).toEqual([["list_scripts", [false]], ["run_script", [true]]]);
});

test("an input is shown as it is sent", () => {
  expect(messages("rules/no-code-injection/interpreters.ts").get("24")).toContain(String.raw`harmless\" & (system info) --`);
});

test("an option is named with a value only where one may pass", () => {
  const told = messages("rules/no-argument-injection/plain-names.ts");
  expect(told.get("14")).toContain("be an option of git, such as `--upload-pack`, in");
  expect(told.get("19")).toContain("be an option of git, such as `--upload-pack=<command>`, in");
});

describe("a rule may keep findings for a wider preset", () => {
  const file = join(folder, "rules/require-tool-scope/stdio-acting.ts");
  const inPreset = (preset: "recommended" | "strict" | "audit"): string[] => analyze({ root: join(file, ".."), paths: [file], preset }).findings.filter(({ rule }) => rule === "require-tool-scope").map(({ message }) => message);

  test("a server over stdio is the business of audit", () => {
    expect([...inPreset("recommended"), ...inPreset("strict")]).toEqual([]);
    expect(inPreset("audit")).toEqual(["This server is started by its client and talks over stdio, and 1 of its 2 tools asks for no scope: `drop_note` (deletes files). Ask for a scope, role or permission in every tool."]);
  });
});

describe("a server without scopes", () => {
  test("is named with its transport and the tools that do most", () => {
    expect(messages("rules/require-tool-scope/bad.ts").get("7")).toBe("This server is reached over HTTP, and all its 2 tools ask for no scope: `clear_notes` (deletes files), `count_notes`. Ask for a scope, role or permission in every tool.");
  });

  test("is told apart from others of the program that offer a tool of the same name", () => {
    const root = join(folder, "rules/require-tool-scope/plugins");
    const told = analyze({ root, paths: [root] }).findings.filter(({ rule }) => rule === "require-tool-scope").map(({ location, message }) => `${location.file} ${message.slice(0, message.indexOf(":"))}`);
    expect(told).toEqual([
      "first.ts This server is reached over SSE, and its only tool asks for no scope",
      "second.ts This server is reached over HTTP, and its only tool asks for no scope",
    ]);
  });

  test("whose tools all say that they only read is the business of strict", () => {
    const file = join(folder, "rules/require-tool-scope/read-only.ts");
    const inPreset = (preset: "recommended" | "strict"): number[] => analyze({ root: join(file, ".."), paths: [file], preset }).findings.filter(({ rule }) => rule === "require-tool-scope").map(({ location }) => location.line);
    expect(inPreset("recommended")).toEqual([]);
    expect(inPreset("strict")).toEqual([7]);
  });
});

describe("an input that is written under a name which the program works out", () => {
  const file = join(folder, "rules/no-unconfined-path/settings-of-requests.ts");
  const inPreset = (preset: "recommended" | "audit"): number[] => analyze({ root: join(file, ".."), paths: [file], preset }).findings.filter(({ rule }) => rule === "no-unconfined-path").map(({ location }) => location.line);

  test("is the business of audit, where the object has fields of its own", () => {
    expect(inPreset("recommended")).toEqual([48, 55]);
    expect(inPreset("audit")).toEqual([45, 48, 55]);
  });
});

describe("what happens in a browser that runs elsewhere, by what its address looks like", () => {
  const file = join(folder, "rules/no-unvalidated-fetch/remote-browser/index.ts");
  const inPreset = (preset: "strict" | "audit"): number[] => analyze({ root: join(file, ".."), paths: [file], preset }).findings.filter(({ rule }) => rule === "no-unvalidated-fetch").map(({ location }) => location.line);

  test("is the business of audit", () => {
    expect(inPreset("strict")).toEqual([29]);
    expect(inPreset("audit")).toEqual([25, 29]);
  });
});

describe("a test that keeps nobody out is no check", () => {
  test("a home folder that is written out", () => {
    expect(messages("rules/no-unconfined-path/home.ts").get("11")).toMatch(/\. Resolve it and compare with the root and a separator\.$/);
  });

  test("an extension or a scheme that is written out where it is missing", () => {
    const found = messages("rules/no-unvalidated-fetch/written-out.ts");
    expect(found.get("10")).toMatch(/^`page` of tool `read_page` decides the host that fetch contacts(?:: `[^`]+` passes)?\. /);
    expect(found.get("16")).toMatch(/^`site` of tool `read_site` decides the host that fetch contacts(?:: `[^`]+` passes)?\. /);
    expect(found.get("21")).toContain("the check on line 20 compares an end without a dot before it");
  });

  test("a program started by many calls is told once", () => {
    const file = join(folder, "rules/no-env-inheritance/many.ts");
    const told = analyze({ root: join(file, ".."), paths: [file], preset: "strict" }).findings.filter(({ rule }) => rule === "no-env-inheritance").map(({ message }) => message);
    expect(told).toEqual(["child_process.execFileSync hands the whole environment to the program that it starts, as nothing else is said: `FORGE_TOKEN` with it. So do 4 other calls. Give it the variables that it needs as `env`."]);
  });
});

describe("a finding that speaks for others", () => {
  const file = join(folder, "rules/no-unconfined-path/kept-roots.ts");
  const found = analyze({ root: join(file, ".."), paths: [file] }).findings.filter(({ alike }) => alike !== undefined);

  test("says how many, and where they stand", () => {
    expect(found.map(({ message, alike, tools }) => [message.slice(message.indexOf(":") + 2), alike?.map(({ line }) => line), tools])).toEqual([
      ["the check on line 13 compares with a root that the caller chooses. What is kept on line 18 reaches 5 other calls, too.", [28, 29, 30, 31, 32], ["set_root"]],
    ]);
  });
});

describe("what has no check, or one that is no check, is told once", () => {
  const told = (name: string): string[] => {
    const file = join(folder, "rules/no-unconfined-path", name);
    return analyze({ root: join(file, ".."), paths: [file] }).findings.filter(({ rule }) => rule === "no-unconfined-path").map(({ message }) => message.slice(message.indexOf("root") + 4));
  };
  const passes = "`../../../../../../../../etc/passwd` passes";

  test("one input that comes to many calls", () => {
    expect(told("one-input.ts")).toContain(": `../../../../../../../../tmp/evil` passes where no file of that name lies. Resolve it and compare with the root and a separator. It comes to 4 other calls, too.");
  });

  test("those that are refuted speak for no other", () => {
    expect(told("one-input.ts")).toContain(`: ${passes}. Resolve it and compare with the root and a separator. It comes to 2 other calls, too.`);
  });

  test("two inputs that sound alike", () => {
    expect(told("unnamed-tools.ts")).toHaveLength(5);
  });

  test("a check whose promise nobody awaits", () => {
    expect(told("forgotten-await.ts").slice(0, 3)).toEqual([28, 15, 40].map((line) => `: the check on line ${line} is never awaited; ${passes}.`));
  });

  test("what nobody awaits and is no check", () => {
    expect(told("forgotten-await.ts")[3]).toBe(`: ${passes}. Resolve it and compare with the root and a separator.`);
  });
});

describe("a flow is told as its own", () => {
  const file = join(folder, "rules/no-unconfined-path/shared-resolver.ts");
  const { findings } = analyze({ root: join(file, ".."), paths: [file] });
  const told = (line: number): string[] => findings.filter(({ location }) => location.line === line).flatMap(({ message, steps }) => [message.slice(0, message.indexOf(" reaches")), ...steps.map(({ location, text }) => `${location.line} ${text}`)]);

  test("where a function serves many calls, the way goes through the call of the finding, and names what gives back", () => {
    expect(told(31)).toEqual([
      "`file` of tool `read`", "26 `file` of tool `read`", "29 is held against a schema", "30 is passed to `locate`", "20 is passed to `expandHome`", "16 goes through `path.join`", "20 is returned by `expandHome`",
      "21 goes through `path.resolve`", "30 is returned by `locate`", "31 reaches fs/promises.readFile",
    ]);
    expect(told(36)).toEqual([
      "`target` of tool `write`", "26 `target` of tool `write`", "34 is held against a schema", "35 is passed to `locate`", "20 is passed to `expandHome`", "16 goes through `path.join`", "20 is returned by `expandHome`",
      "21 goes through `path.resolve`", "35 is returned by `locate`", "36 reaches fs/promises.writeFile",
    ]);
  });

  test("inputs that are joined on the way are named beside it, harmless ones are not", () => {
    expect(told(41)[0]).toBe("`folder` of tool `move`, as well as `name`,");
  });

  test("a shell behind ssh takes no list", () => {
    expect(messages("rules/no-shell-injection/libraries.ts").get("40")).toMatch(/ is parsed by the shell of another host in NodeSSH\.execCommand(?:: `[^`]+` passes)?\. Quote it for that shell, /);
  });
});

describe("the input is named as its author knows it", () => {
  test("by the field of a copy whose keys are worked out", () => {
    const file = join(folder, "rules/no-unconfined-path/respelled-keys.ts");
    expect(analyze({ root: join(file, ".."), paths: [file] }).findings.filter(({ rule }) => rule === "no-unconfined-path").map(({ message }) => message.slice(0, message.indexOf(" reaches")))).toEqual(["`projectPath` of tool `read_scene`"]);
  });

  test("a check in a function of the program whose root another tool sets", () => {
    const told = [...messages("rules/no-unconfined-path/callers-root.ts").values()];
    expect(told.filter((message) => message.includes("read_file"))).toEqual([
      "`name` of tool `read_file` reaches fs/promises.readFile without staying inside a root: the check on line 34 compares with a root that the caller chooses.",
    ]);
  });

  test("where many tools are run by one function, by the field that is read", () => {
    const tools = Array.from({ length: 60 }, (_, index) => `new (class { name = "tool_${index}"; schema = { a${index}: z.string(), b${index}: z.string(), c${index}: z.string() };
      async exec(input) { return ${index === 40 ? "readFileSync(input.b40, 'utf8')" : `input.a${index} + input.c${index}`}; } })()`);
    const text = `import { readFileSync } from "node:fs"; import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js"; import { z } from "zod";
      const server = new McpServer({ name: "many", version: "1.0.0" });
      for (const tool of [${tools.join(", ")}]) server.tool(tool.name, tool.schema, (...args) => tool.exec(...args));`;
    const file = join(folder, "many.ts");
    const { findings } = analyze({ root: folder, paths: [file], texts: new Map([[file, text]]) });
    expect(findings.map(({ message }) => message)).toEqual([expect.stringMatching(/^(?:Argument )?`b40` of (?:a tool|tool `tool_40`) reaches fs\.readFileSync/)]);
  });

  test.each([
    ["servers/lowlevel-switch/src/index.ts", 86, "`directory` of tool `count_files` is parsed by a shell"],
    ["servers/lowlevel-switch/src/index.ts", 92, "`path` of tool `read_file` reaches"],
    ["servers/lowlevel-switch/src/index.ts", 136, "`uri` of a resource reaches"],
    ["servers/sdk-v2/src/server.ts", 68, "What a caller sends to tool `notify` decides"],
    ["servers/sdk-v2/src/server.ts", 81, "`uri` of resource `attachment` reaches"],
    ["rules/no-sql-injection/record-keys.ts", 14, "A key of `data` of tool `create_record` becomes"],
    ["rules/no-unvalidated-fetch/lists.ts", 37, "`attachments[].link` of tool `preview` decides"],
  ])("%s, line %i: %s", (file, line, start) => {
    expect(messages(file).get(`${line}`)?.startsWith(start)).toBe(true);
  });
});
