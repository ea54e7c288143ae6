import { placeText, rule } from "../src/rule.js";

export default rule({
  title: "Credential in a text that the model sees",
  preset: "recommended",
  severity: "error",
  cwe: [798, 200],
  owasp: ["MCP01:2025"],
  score: 8.6,
  why: `Names, descriptions, input schemas and instructions are sent to every client that connects, and from there to the model's provider, into
prompts, logs and transcripts. A key, password or token in one of them is published to all of these, and a model that knows a credential can be talked
into using or repeating it.`,
  fix: `Take the credential out of the text, revoke it, and read it in the handler from the environment or a secret store. Where a text
has to show a form, write a placeholder: \`YOUR_API_KEY\`, \`<token>\`, \`postgres://user:password@host\`.`,
  *check({ server }) {
    const told = new Set<string>();
    for (const shown of server.texts) {
      for (const secret of shown.secrets) {
        const place = `${placeText(secret.location)}:${secret.masked}`;
        if (told.has(place)) continue;
        told.add(place);
        yield {
          location: secret.location,
          message: `A credential stands in ${shown.what}, where every client and model sees it: ${secret.name} ${secret.masked}. Revoke it, and keep its successor where the handler alone reads it.`,
          tools: shown.tool === undefined ? [] : [shown.tool],
          subject: secret.name,
        };
      }
    }
  },
});
