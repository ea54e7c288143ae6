import { browserSinks } from "../browser-rows.js";
import { model } from "../model.js";

const MAKERS = ["", "puppeteer.", "addExtra()."] as const;

export default model({
  packages: ["puppeteer", "puppeteer-core", "puppeteer-extra", "puppeteer-cluster", "@cloudflare/puppeteer", "rebrowser-puppeteer", "rebrowser-puppeteer-core", "puppeteer-real-browser"],
  types: {
    Browser: [...MAKERS.flatMap((maker) => [`${maker}launch()`, `${maker}connect()`]), "Page.browser()", "BrowserContext.browser()", "connect().browser"],
    BrowserContext: ["Browser.createBrowserContext()", "Browser.createIncognitoBrowserContext()", "Browser.defaultBrowserContext()", "Page.browserContext()"],
    Page: [
      "Browser.newPage()", "BrowserContext.newPage()", "Browser.pages()[*]", "BrowserContext.pages()[*]", "Target.page()", "connect().page", "Cluster.launch().task.arg(0).param(0).page",
    ],
    Target: ["Browser.waitForTarget()", "Page.target()", "Browser.targets()[*]", "Browser.target()"],
    Frame: ["Page.mainFrame()", "Page.frames()[*]", "ElementHandle.contentFrame()", "Page.waitForFrame()"],
    Locator: ["Page.locator()", "Frame.locator()"],
    ElementHandle: ["Page.$()", "Page.$$()[*]", "Page.waitForSelector()", "Frame.$()", "Frame.waitForSelector()", "ElementHandle.$()", "Page.waitForXPath()", "Page.$x()[*]"],
    FileChooser: ["Page.waitForFileChooser()"],
    CDPSession: ["Page.createCDPSession()", "Target.createCDPSession()", "Page._client()"],
  },
  sinks: [
    ...browserSinks(),
    { path: "Cluster.launch.arg(0).puppeteerOptions.executablePath", kind: "program", driven: "started" },
    ...MAKERS.flatMap((maker) => [
      { path: `${maker}launch.arg(0).executablePath`, kind: "program" as const, driven: "started" as const },
      { path: `${maker}launch.arg(0).args`, kind: "arguments" as const, programName: "chromium", confidence: "medium" as const },
      { path: `${maker}launch.arg(0).userDataDir`, kind: "path" as const },
      { path: `${maker}connect.arg(0).browserWSEndpoint`, kind: "url" as const, driven: "joined" as const },
      { path: `${maker}connect.arg(0).browserURL`, kind: "url" as const, driven: "joined" as const },
    ]),
  ],
});
