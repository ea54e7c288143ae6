import { capital, placeText, rule } from "../src/rule.js";

export default rule({
  title: "Stack or whole error in what a handler gives back",
  preset: "recommended",
  severity: "warn",
  cwe: [209, 497],
  owasp: ["MCP10:2025"],
  score: 4.3,
  why: `A stack tells where the program lies, which libraries it is made of and how its code runs; the error of an HTTP client printed as a whole holds the request that
failed, with its headers and the token in them. All of it goes to the model and from there to whoever made the call fail.`,
  fix: `Give back a message of your own with \`isError: true\`, at most \`error.message\`, and write the rest to the log.`,
  *check(ask) {
    const told = new Set<string>();
    for (const { input, location, steps, tools, confidence } of ask.flows({ to: ["result"], from: ["error"] })) {
      // the stack may have been read for a log first
      const place = (steps.find(({ text }) => text === "becomes part of a text") ?? steps[0])?.location ?? location;
      const key = placeText(place);
      if (told.has(key)) continue;
      told.add(key);
      const what = input.includes("stack") ? `${input}, the stack of an error,` : `${input}, an error with all that it holds,`;
      yield { location: place, steps, tools, confidence, message: `${capital(what)} goes into what the handler gives back. Give back a message, and log the rest.`, subject: input.replaceAll("`", "") };
    }
  },
});
