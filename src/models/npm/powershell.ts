import { model } from "../model.js";

export default model({
  packages: ["node-powershell"],
  types: { PowerShell: ["PowerShell.new()", "new()", "PowerShell.create()"] },
  sinks: [
    { path: "PowerShell.invoke.arg(0)", kind: "shell" },
    { path: "PowerShell.addCommand.arg(0)", kind: "shell" },
    { path: "PowerShell.addScript.arg(0)", kind: "shell" },
    { path: "PowerShell.run.arg(0)", kind: "shell" },
  ],
});
