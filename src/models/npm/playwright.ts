import { browserSinks } from "../browser-rows.js";
import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const ENGINES = ["chromium", "firefox", "webkit"] as const;
const HANDLES = ["getByRole", "getByText", "getByLabel", "getByTestId", "getByPlaceholder", "getByTitle", "getByAltText", "locator"] as const;
const NARROWS = ["first", "last", "nth", "filter", "and", "or", ...HANDLES] as const;

const requests = ["get", "post", "put", "patch", "delete", "head", "fetch"].map((name): SinkRow => ({ path: `APIRequestContext.${name}.arg(0)`, kind: "url", redirects: { at: `APIRequestContext.${name}.arg(1).maxRedirects`, unless: ["0"] } }));

const launches = ENGINES.flatMap((engine): SinkRow[] => [
  { path: `${engine}.launch.arg(0).executablePath`, kind: "program", driven: "started" },
  { path: `${engine}.launch.arg(0).args`, kind: "arguments", programName: "chromium", confidence: "medium" },
  { path: `${engine}.launchPersistentContext.arg(0)`, kind: "path", driven: "started" },
  { path: `${engine}.connect.arg(0)`, kind: "url", driven: "joined" },
  { path: `${engine}.connectOverCDP.arg(0)`, kind: "url", driven: "joined" },
]);

export default model({
  packages: ["playwright", "playwright-core", "playwright-extra", "@playwright/test", "patchright", "patchright-core", "rebrowser-playwright", "rebrowser-playwright-core", "playwright-chromium"],
  types: {
    Browser: ENGINES.flatMap((engine) => [`${engine}.launch()`, `${engine}.connect()`, `${engine}.connectOverCDP()`]),
    BrowserContext: [
      ...ENGINES.map((engine) => `${engine}.launchPersistentContext()`), "Browser.newContext()", "Browser.contexts()[*]", "Page.context()",
    ],
    Page: ["Browser.newPage()", "BrowserContext.newPage()", "BrowserContext.pages()[*]", "BrowserContext.waitForEvent()", "Frame.page()", "Page.waitForEvent()", "BrowserContext.on.arg(1).param(0)"],
    Frame: ["Page.mainFrame()", "Page.frames()[*]", "Page.frame()", "ElementHandle.contentFrame()", "Frame.childFrames()[*]"],
    Locator: [
      ...HANDLES.flatMap((name) => [`Page.${name}()`, `Frame.${name}()`, `FrameLocator.${name}()`]), ...NARROWS.map((name) => `Locator.${name}()`), "Locator.all()[*]",
    ],
    FrameLocator: ["Page.frameLocator()", "Frame.frameLocator()", "Locator.contentFrame()"],
    ElementHandle: ["Page.$()", "Page.$$()[*]", "Page.waitForSelector()", "Locator.elementHandle()", "Frame.$()", "ElementHandle.$()"],
    FileChooser: ["Page.waitForEvent()"],
    Download: ["Page.waitForEvent()"],
    APIRequestContext: ["request.newContext()", "BrowserContext.request", "Page.request"],
    CDPSession: ["BrowserContext.newCDPSession()", "Browser.newBrowserCDPSession()"],
  },
  sinks: [...browserSinks(), ...requests, ...launches, { path: "request.newContext.arg(0).baseURL", kind: "url" }],
});
