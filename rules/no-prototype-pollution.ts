import { capital, rule } from "../src/rule.js";

export default rule({
  title: "Tool input that names the fields on the way to a write",
  preset: "strict",
  severity: "warn",
  cwe: [1321, 915],
  owasp: ["MCP05:2025"],
  score: 6.5,
  why: `\`object["__proto__"]\` is what all objects share. Whoever names two fields in a row, \`__proto__\` and another one, gives that other one to every object of the process: a
setting that was never made, a role, the options of the next program that is started. \`constructor\` and \`prototype\` lead there too.`,
  fix: `Refuse \`__proto__\`, \`constructor\` and \`prototype\`, go on only where \`Object.hasOwn(object, key)\` holds, or keep such data in a \`Map\` or under
\`Object.create(null)\`.`,
  *check(ask) {
    for (const { input, location, steps, tools, confidence, harm } of ask.flows({ to: ["key"] })) {
      const way = harm === "constructor" ? "`constructor` and `prototype`" : "`__proto__`";
      yield { location, steps, tools, confidence, message: `${capital(input)} names the fields that lead to this write: by ${way} it is made in every object. Refuse \`__proto__\`, \`constructor\` and \`prototype\`, or ask Object.hasOwn.`, subject: "key" };
    }
  },
});
