import { model } from "../model.js";

export default model({
  packages: ["chrome-remote-interface"],
  types: { Client: ["()", "().arg(last).param(0)"] },
  sinks: [
    { path: "Client.Runtime.evaluate.arg(0).expression", kind: "code" },
    { path: "Client.Runtime.compileScript.arg(0).expression", kind: "code" },
    { path: "Client.Runtime.callFunctionOn.arg(0).functionDeclaration", kind: "code" },
    { path: "Client.Page.addScriptToEvaluateOnNewDocument.arg(0).source", kind: "code" },
    { path: "Client.Debugger.evaluateOnCallFrame.arg(0).expression", kind: "code" },
    { path: "Client.Page.navigate.arg(0).url", kind: "url" },
    { path: "Client.Target.createTarget.arg(0).url", kind: "url" },
    { path: "Client.DOM.setFileInputFiles.arg(0).files[*]", kind: "path" },
    { path: "Client.Browser.setDownloadBehavior.arg(0).downloadPath", kind: "path" },
    { path: "Client.send.arg(1).expression", kind: "code", when: [{ at: "arg(0)", is: ["Runtime.evaluate"] }] },
    { path: "Client.send.arg(1).url", kind: "url", when: [{ at: "arg(0)", is: ["Page.navigate"] }] },
    { path: "().arg(0).host", kind: "url" },
    // any other text is the identifier of a target of the host
    { path: "().arg(0).target", kind: "url", takes: "socket", when: [{ at: "arg(0).target", is: "string" }] },
    ...["New", "List", "Version", "Activate", "Close", "Protocol"].map((name) => ({ path: `${name}.arg(0).host`, kind: "url" as const })),
    { path: "New.arg(0).url", kind: "url" },
  ],
});
