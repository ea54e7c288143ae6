// Builds what a checkout lacks. The flag of `npm install --global <git address>`, by which pre-commit installs its hooks, is handed down to the install
// that npm makes for this script, which then installs nothing (https://github.com/npm/cli/issues/8440): so what the build needs is installed here.
import { execSync } from "node:child_process";

const env = { ...process.env, npm_config_global: "false" };
const run = (command) => execSync(command, { stdio: "inherit", env });

if (process.env.npm_config_global === "true") run("npm ci --ignore-scripts");
run("npm run build");
