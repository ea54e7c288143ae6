import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { type Format, report, type Result } from "../src/report/index.js";
import { run } from "./command-line.js";
import { analysisOf, finding, placeOf, resultOf } from "./analysis.js";

const schema = (name: string): string => readFileSync(join(import.meta.dirname, "schemas", name), "utf8");
const SERVERS = join(import.meta.dirname, "../fixtures/servers");

const TEXT = "const {\n  command } = args;\nexec(command);\n";
const FILE = "src/ä b/[x]#1.ts";
const PLACE = placeOf(FILE, TEXT, "exec(command)");
const ODD = "]]> & <b> \"'\u0000\u001b\u202e\ufffe\ud800 \u{1f600} --";
const FLOW = finding(PLACE, { message: ODD, steps: [{ location: placeOf(FILE, TEXT, "command"), text: ODD }, { location: PLACE, text: "reaches it" }], tools: [ODD], sink: "shell", replay: { verdict: "proved", input: ODD, how: "leaves" } });

/** A result with everything that a report may tell. */
const FULL = resultOf(analysisOf({ [FILE]: TEXT }, [FLOW, finding(PLACE, { rule: "prefer-care", severity: "warn", tools: [] })], {
  gaps: [{ kind: "handler", message: ODD, help: ODD, location: PLACE }, { kind: "parse", message: "x", location: PLACE }],
  failures: [{ rule: "no-sql-injection", message: ODD }, { rule: "unheard-of", message: "x" }],
}), {
  suppressed: (["comment", "configuration", "capability", "baseline"] as const).map((by, index) => ({ finding: FLOW, reason: index === 0 ? "" : ODD, by })),
  directives: [{ location: PLACE, severity: "warn", message: ODD }],
});
const RESULTS: readonly (readonly [name: string, Result])[] = [["all there is to tell", FULL], ["nothing", resultOf(analysisOf({}, []))]];

const write = (result: Result, format: Format): Promise<string> => report(result, format, { colour: false, gaps: true, display: (file) => file, repository: (file) => `packages/a/${file}`, suppressed: true });

describe("SARIF is valid by the schema of OASIS", { timeout: 120_000 }, () => {
  // the schema is of draft 4, which names itself by `id`; `format` of the uris is checked as well
  const ajv = new Ajv({ schemaId: "id", meta: false, allErrors: true, unknownFormats: "ignore" });
  ajv.addMetaSchema(JSON.parse(readFileSync(join(import.meta.dirname, "../node_modules/ajv/lib/refs/json-schema-draft-04.json"), "utf8")) as object);
  const validate = ajv.compile(JSON.parse(schema("sarif-2.1.0.json")) as object);
  const complaints = (text: string): unknown => (validate(JSON.parse(text)) === true ? [] : validate.errors?.map(({ dataPath, message }) => `${dataPath} ${message ?? ""}`));

  it.each(RESULTS)("with %s", async (_name, result) => {
    expect(complaints(await write(result, "sarif"))).toEqual([]);
  });

  it.each(["lowlevel-switch", "http-express"])("of the server %s", async (name) => {
    const { out } = await run(join(SERVERS, name), "--format", "sarif", "--preset", "audit", "--gaps");
    expect(complaints(out)).toEqual([]);
  });

  it("and the schema sees what is wrong", async () => {
    const text = await write(FULL, "sarif");
    expect(complaints(text.replace('"startLine": 3', '"startLine": 0'))).not.toEqual([]);
    expect(complaints(text.replace('"level": "error"', '"level": "fatal"'))).not.toEqual([]);
  });
});

describe("JUnit is valid by the schema of Jenkins", { timeout: 120_000 }, () => {
  const complaints = async (xml: string): Promise<readonly string[]> => {
    const { errors } = await validateXML({ xml: { fileName: "report.xml", contents: xml }, schema: { fileName: "junit-10.xsd", contents: schema("junit-10.xsd") } });
    return errors.map(({ message }) => message);
  };

  it.each(RESULTS)("with %s", async (_name, result) => {
    expect(await complaints(await write(result, "junit"))).toEqual([]);
  });

  it("of a server", async () => {
    const { out } = await run(join(SERVERS, "lowlevel-switch"), "--format", "junit", "--preset", "audit");
    expect(await complaints(out)).toEqual([]);
  });

  it("and the schema sees what is wrong", async () => {
    expect(await complaints((await write(FULL, "junit")).replaceAll("<failure ", "<flaw ").replaceAll("</failure>", "</flaw>"))).not.toEqual([]);
  });
});
