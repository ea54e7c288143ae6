import { rule } from "../src/rule.js";

export default rule({
  title: "Credential written in the source",
  preset: "recommended",
  severity: "error",
  cwe: [798, 321],
  owasp: ["MCP01:2025"],
  score: 8.2,
  why: `Everybody who can read the repository, the package on the registry or the image has the credential, and it cannot be changed without a release. As a
fallback (\`process.env.API_KEY || "sk-…"\`) it is used by every installation whose owner forgot to set his own, so that all of them act, and are billed, as one account.`,
  fix: `Revoke it: it stays in the history. Read it from the environment or a secret store, and end the program with a message when it is not set.`,
  *check({ server }) {
    if (!server.isServer) return;
    // what the model is shown is told by no-secret-in-description
    const shown = new Set(server.texts.flatMap(({ secrets }) => secrets.map(({ location, masked }) => `${location.file}:${location.line}:${masked}`)));
    for (const { name, masked, calledAs, fallbackOf, location } of server.secrets) {
      if (shown.has(`${location.file}:${location.line}:${masked}`)) continue;
      const what = `${name} ${masked}`;
      yield {
        location,
        message: fallbackOf === undefined
          ? `${calledAs === undefined ? "The source" : `\`${calledAs}\``} holds a credential: ${what}. Revoke it, and read its successor from the environment.`
          : `Where \`${fallbackOf}\` is not set, a credential of the source is used: ${what}. Revoke it, and do not start without the setting.`,
        subject: name,
      };
    }
  },
});
