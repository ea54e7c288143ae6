import { placeText, type Property, rule, type Schema } from "../src/rule.js";

const WORDS = "pass(?:word|wd|phrase)|pwd|api_?key|secret_?key|access_?key|private_?key|signing_?key|encryption_?key|master_?key|client_?secret|(?:access|auth|bearer|refresh|session|id|jwt|oauth|api|bot|personal_access)_?token|mnemonic|seed_?phrase|credentials?|secret";
/** The credential itself, after whatever it belongs to: `db_password`, `githubToken`. */
const NAMED = new RegExp(`(?:^|_)(?:${WORDS})$`);
/** A name that alone may mean a token for many things. */
const TOKEN = /(?:^|_)(?:token|key)$/;
const DESCRIBED = /\b(?:api|auth(?:entication|orization)?|access|bearer|personal|oauth|jwt|bot|session|secret|service)[- ]?(?:access )?(?:tokens?|keys?)\b|\bcredentials?\b/i;
/** What only sounds like one: its place, its public half, where a listing goes on. */
const OTHERS = /(?:^|_)(?:public|page|next|continuation|cursor|sync|max|min|csrf|xsrf|num|count|primary|foreign|partition|sort|object|cache|idempotency|project|issue|ticket|erc20|nft|sell|buy|from|to|base|quote|contract)_?(?:token|key|secret)/;
const POINTS = /(?:name|path|id|identifier|reference|ref|alias|arn|url|uri) (?:of|to|for) (?:the|a|an|your|this)\b|placeholder|\benv(?:ironment)? var|public key|page token|pagination|next page|cursor|(?:erc-?20|nft|crypto|contract|mint|coin)\b/i;
/** What is called nothing but a secret may be a part of the address of a thing. */
const ADDRESSED = /\bsecret (?:of|in) (?:the|an?) (?:upload|file|attachment|share|link|url)\b/i;
/** It is called a name or an id where a noun phrase begins or ends: "Secret name", "Credential ID to use". Or it is what the tool works on: "JWT token to decode". */
const CALLED = /^\W*(?:(?:the|a|an|optional|unique)\s+)*(?:name|id)s?\b|^(?:[\w-]+\s+){1,4}(?:name|id)s?(?=\s*(?:$|[.,;:()]|(?:to|of|for|in|from|that|which|as|or)\b))|\b(?:token|jwt) to (?:decode|inspect|parse|analy[sz]e)\b/i;
const DEEPEST = 4;

export default rule({
  title: "Tool that asks the model for a credential",
  preset: "recommended",
  severity: "warn",
  cwe: [522, 200],
  owasp: ["MCP01:2025"],
  score: 5.9,
  why: `What a model puts into an argument it has in its context: it was typed into a chat or read from a file, goes to the model's provider, and stays in
transcripts and logs, where another tool, or a text that the model reads, can ask for it. The MCP specification keeps secrets out of what the model and the client's forms carry.`,
  fix: `Read the credential in the handler: from the environment, a secret store, or the token that the client sent (\`extra.authInfo\`). Let the tool take the
name of a stored connection, and let people sign in on a page of their own (elicitation in URL mode).`,
  *check({ server }) {
    const places = new Map<string, { property: Property; path: string; tools: string[] }>();
    for (const { name, input, mixedInput } of server.tools) {
      for (const { property, path } of credentialsIn(input ?? mixedInput, "", DEEPEST)) {
        const key = `${placeText(property.location)} ${path}`;
        const place = places.get(key) ?? { property, path, tools: [] };
        if (name !== undefined && input !== undefined) place.tools.push(name);
        places.set(key, place);
      }
    }
    for (const { property, path, tools } of places.values()) {
      yield {
        location: property.location,
        message: `${whoAsks(tools)} the model for a credential in \`${path}\`. Read it where the handler runs, and take the name of a stored one.`,
        tools,
        subject: path,
      };
    }
  },
});

/** A schema that several tools share is told of once. */
function whoAsks(tools: readonly string[]): string {
  const [first, ...others] = tools;
  if (first === undefined) return "A tool asks";
  return others.length === 0 ? `Tool \`${first}\` asks` : `Tools \`${first}\` and ${others.length === 1 ? `\`${others[0]}\`` : `${others.length} more`} ask`;
}

function* credentialsIn(schema: Schema | undefined, prefix: string, depth: number): Iterable<{ property: Property; path: string }> {
  for (const property of depth === 0 ? [] : (schema?.properties ?? [])) {
    const path = prefix + property.name;
    if (asksForOne(property)) yield { property, path };
    else yield* credentialsIn(property.items ?? property, `${path}.`, depth - 1);
  }
}

function asksForOne({ name, type, description = "", values }: Property): boolean {
  if (type !== "string" || values !== undefined) return false;
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/[-.\s]/g, "_").toLowerCase();
  if (OTHERS.test(words) || POINTS.test(description) || CALLED.test(description)) return false;
  if (name === "secret" && ADDRESSED.test(description)) return false;
  return NAMED.test(words) || (TOKEN.test(words) && DESCRIBED.test(description));
}
