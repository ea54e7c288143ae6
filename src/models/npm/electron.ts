import { model } from "../model.js";

export default model({
  packages: ["electron"],
  types: { BrowserWindow: ["BrowserWindow.new()", "BrowserWindow.getFocusedWindow()", "BrowserWindow.fromId()", "BrowserWindow.getAllWindows()[*]"] },
  sinks: [
    { path: "BrowserWindow.loadURL.arg(0)", kind: "url" },
    { path: "BrowserWindow.loadFile.arg(0)", kind: "path" },
    { path: "BrowserWindow.webContents.loadURL.arg(0)", kind: "url" },
    { path: "BrowserWindow.webContents.executeJavaScript.arg(0)", kind: "code" },
    { path: "shell.openExternal.arg(0)", kind: "url" },
    { path: "shell.openPath.arg(0)", kind: "path" },
    { path: "net.fetch.arg(0)", kind: "url" },
    { path: "net.request.arg(0)", kind: "url" },
  ],
});
