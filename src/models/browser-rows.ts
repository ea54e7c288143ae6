import type { ApiPath, SinkRow } from "./model.js";

/** Methods that take a script as text, or a function: only text is a sink. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  Page: ["evaluate.arg(0)", "evaluateHandle.arg(0)", "$eval.arg(1)", "$$eval.arg(1)", "waitForFunction.arg(0)", "addInitScript.arg(0)", "evaluateOnNewDocument.arg(0)"],
  Frame: ["evaluate.arg(0)", "evaluateHandle.arg(0)", "$eval.arg(1)", "$$eval.arg(1)", "waitForFunction.arg(0)"],
  BrowserContext: ["addInitScript.arg(0)"],
  Locator: ["evaluate.arg(0)", "evaluateAll.arg(0)", "evaluateHandle.arg(0)"],
  ElementHandle: ["evaluate.arg(0)", "evaluateHandle.arg(0)", "$eval.arg(1)", "$$eval.arg(1)"],
};

const PLACES: readonly (readonly [path: ApiPath, kind: SinkRow["kind"]])[] = [
  ["Page.goto.arg(0)", "url"], ["Frame.goto.arg(0)", "url"], ["Page.addScriptTag.arg(0).url", "url"], ["Frame.addScriptTag.arg(0).url", "url"],
  ["Page.addScriptTag.arg(0).content", "code"], ["Frame.addScriptTag.arg(0).content", "code"], ["Page.addScriptTag.arg(0).path", "path"], ["Page.addStyleTag.arg(0).url", "url"],
  ["Page.addStyleTag.arg(0).path", "path"], ["Page.addInitScript.arg(0).content", "code"], ["Page.addInitScript.arg(0).path", "path"],
  ["BrowserContext.addInitScript.arg(0).content", "code"], ["BrowserContext.addInitScript.arg(0).path", "path"], ["Page.screenshot.arg(0).path", "path"], ["Page.pdf.arg(0).path", "path"],
  ["Locator.screenshot.arg(0).path", "path"], ["ElementHandle.screenshot.arg(0).path", "path"], ["Page.setInputFiles.arg(1)", "path"], ["Page.setInputFiles.arg(1)[*]", "path"],
  ["Locator.setInputFiles.arg(0)", "path"], ["Locator.setInputFiles.arg(0)[*]", "path"], ["ElementHandle.setInputFiles.arg(0)", "path"], ["ElementHandle.setInputFiles.arg(0)[*]", "path"],
  ["ElementHandle.uploadFile.arg(*)", "path"], ["FileChooser.setFiles.arg(0)", "path"], ["FileChooser.setFiles.arg(0)[*]", "path"], ["FileChooser.accept.arg(0)[*]", "path"],
  ["Download.saveAs.arg(0)", "path"], ["Page.video().saveAs.arg(0)", "path"], ["BrowserContext.storageState.arg(0).path", "path"], ["BrowserContext.tracing.stop.arg(0).path", "path"],
  ["Browser.newContext.arg(0).storageState", "path"], ["Page.tracing.start.arg(0).path", "path"], ["Page.routeFromHAR.arg(0)", "path"],
];

/** Sinks of the browser drivers, whose types the two models define. */
export function browserSinks(): SinkRow[] {
  const scripts = Object.entries(SCRIPTS).flatMap(([type, places]) =>
    places.map((place): SinkRow => ({ path: `${type}.${place}`, kind: "code", when: [{ at: place.slice(place.indexOf(".") + 1), is: "string" }], elsewhere: true })),
  );
  const sessions: SinkRow[] = [
    { path: "CDPSession.send.arg(1).expression", kind: "code", when: [{ at: "arg(0)", is: ["Runtime.evaluate"] }] },
    { path: "CDPSession.send.arg(1).functionDeclaration", kind: "code", when: [{ at: "arg(0)", is: ["Runtime.callFunctionOn"] }] },
    { path: "CDPSession.send.arg(1).source", kind: "code", when: [{ at: "arg(0)", is: ["Page.addScriptToEvaluateOnNewDocument"] }] },
    { path: "CDPSession.send.arg(1).url", kind: "url", driven: "there", when: [{ at: "arg(0)", is: ["Page.navigate", "Target.createTarget"] }] },
    { path: "CDPSession.send.arg(1).files[*]", kind: "path", when: [{ at: "arg(0)", is: ["DOM.setFileInputFiles"] }] },
  ];
  return [
    ...PLACES.map(([path, kind]): SinkRow => ({ path, kind, ...(kind === "url" ? { driven: "there" } : {}) })),
    ...scripts,
    ...sessions,
    // A page of the input's own is often the purpose.
    { path: "Page.setContent.arg(0)", kind: "code", confidence: "low" },
  ];
}
