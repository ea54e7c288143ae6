import { model } from "../model.js";
import { urlSteps } from "../url-rows.js";

export default model({
  packages: ["url", "node:url"],
  computes: [{ path: "fileURLToPath", as: "file-url-to-path" }, { path: "pathToFileURL", as: "path-to-file-url" }, { path: "URL", as: "global" }, { path: "URLSearchParams", as: "global" }],
  steps: [
    ...urlSteps(),
    // a URL is settled as it is read: what is left of it starts at the root
    { from: "fileURLToPath.arg(0)", to: "fileURLToPath()", as: "resolve" },
    { from: "pathToFileURL.arg(0)", to: "pathToFileURL()", as: "identity" },
    { from: "pathToFileURL()", to: "pathToFileURL().href", as: "identity" },
    { from: "pathToFileURL()", to: "pathToFileURL().pathname", as: "identity" },
    { from: "parse.arg(0)", to: "parse()", as: "url" },
    { from: "parse()", to: "parse().href", as: "identity" },
    { from: "parse()", to: "parse().host", as: "host" },
    { from: "parse()", to: "parse().hostname", as: "host" },
    { from: "parse()", to: "parse().path", as: "identity" },
    { from: "parse()", to: "parse().pathname", as: "identity" },
    { from: "parse()", to: "parse().query", as: "identity" },
    { from: "parse()", to: "parse().search", as: "identity" },
    { from: "parse()", to: "parse().protocol", as: "identity" },
    { from: "format.arg(0)", to: "format()", as: "identity" },
    { from: "format.arg(0).host", to: "format()", as: "identity" },
    { from: "format.arg(0).hostname", to: "format()", as: "identity" },
    { from: "resolve.arg(0)", to: "resolve()", as: "url" },
    { from: "resolve.arg(1)", to: "resolve()", as: "url-base" },
    { from: "urlToHttpOptions.arg(0)", to: "urlToHttpOptions()", as: "identity" },
    { from: "domainToASCII.arg(0)", to: "domainToASCII()", as: "host" },
    { from: "domainToUnicode.arg(0)", to: "domainToUnicode()", as: "host" },
  ],
});
