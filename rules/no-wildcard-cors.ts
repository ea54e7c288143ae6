import { rule } from "../src/rule.js";

const HOW = { star: "`*` lets the pages of every site in", reflected: "repeating the Origin of the request lets the pages of every site in", "by default": "nothing says which pages are let in, and so all are" } as const;

export default rule({
  title: "Pages of every site may read what the server answers",
  preset: "recommended",
  severity: "error",
  cwe: [942],
  owasp: ["MCP07:2025"],
  score: 7.1,
  why: `Browsers keep a page from reading what another origin answers, unless that origin allows it. Where a server on the user's machine or network asks for no
credential and allows every origin, any site that the user visits calls its tools and reads their results.`,
  fix: `Name the origins: \`cors({ origin: ["https://app.example.com"] })\`, or compare the whole Origin with a list before it is repeated. Clients that are no
browsers need no CORS at all.`,
  *check({ server }) {
    // a page has no credential to send, so where one is asked for nothing is lost, nor where pages of other origins are turned away
    for (const { location, how, everywhere } of server.openOrigins) {
      const near = server.endpoints.filter(({ route }) => route.location.file === location.file);
      // a header that is written elsewhere may be another route's: of sign-in, of a picture
      const open = (near.length > 0 || !everywhere ? near : server.endpoints).find(({ unasked, foreign }) => unasked.length > 0 && foreign.length > 0);
      if (open === undefined) continue;
      yield {
        location,
        message: `${open.name} asks for no credential, and ${HOW[how]}. Name the origins that are let in.`,
        steps: [{ location: open.route.location, text: "the endpoint" }, { location, text: "every origin is let in" }],
        subject: "origin",
      };
    }
  },
});
