import { model } from "../model.js";

export default model({
  packages: ["selenium-webdriver", "webdriverio", "appium", "wd", "selenium-webdriver/*"],
  types: {
    WebDriver: ["Builder.new().build()", "Builder.new().forBrowser().build()", "Builder.new().forBrowser().setChromeOptions().build()", "remote()", "attach()", "multiremote()"],
  },
  sinks: [
    { path: "WebDriver.get.arg(0)", kind: "url" },
    { path: "WebDriver.navigate().to.arg(0)", kind: "url" },
    { path: "WebDriver.url.arg(0)", kind: "url" },
    { path: "WebDriver.navigateTo.arg(0)", kind: "url" },
    { path: "WebDriver.executeScript.arg(0)", kind: "code", when: [{ at: "arg(0)", is: "string" }], elsewhere: true },
    { path: "WebDriver.executeAsyncScript.arg(0)", kind: "code", when: [{ at: "arg(0)", is: "string" }], elsewhere: true },
    { path: "WebDriver.execute.arg(0)", kind: "code", when: [{ at: "arg(0)", is: "string" }], elsewhere: true },
    { path: "WebDriver.executeAsync.arg(0)", kind: "code", when: [{ at: "arg(0)", is: "string" }], elsewhere: true },
    { path: "WebDriver.saveScreenshot.arg(0)", kind: "path" },
    { path: "WebDriver.savePDF.arg(0)", kind: "path" },
    { path: "WebDriver.uploadFile.arg(0)", kind: "path" },
    { path: "remote.arg(0).hostname", kind: "url" },
    { path: "Builder.new().usingServer.arg(0)", kind: "url" },
  ],
});
