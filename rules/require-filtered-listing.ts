import { rule } from "../src/rule.js";

export default rule({
  title: "Listing shows tools that the caller may not call",
  preset: "strict",
  severity: "warn",
  cwe: [862, 200],
  owasp: ["MCP02:2025"],
  score: 4.3,
  why: `A listing that is the same for everybody tells each caller, and its model, of tools that only others may call: what they are named, take and do. A model that sees
them tries them, and whoever attacks it learns what to ask for.`,
  fix: `Register the tools per session, for those scopes that the caller has, or leave the others out of the answer to tools/list.`,
  *check({ server }) {
    if (!server.isNetwork) return;
    const shown = server.tools.filter(({ shownToAll, conditions }) => shownToAll && conditions.length === 0);
    const [first] = shown;
    if (first === undefined) return;
    const names = shown.flatMap(({ name }) => (name === undefined ? [] : [`\`${name}\``]));
    yield {
      location: first.location,
      message: `Every caller is shown ${names.slice(0, 3).join(", ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}, which not every caller may call. List to each what it may.`,
      tools: shown.flatMap(({ name }) => (name === undefined ? [] : [name])),
      subject: "listing",
    };
  },
});
