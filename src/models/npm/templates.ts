import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** Template engines whose templates can run code. `render` of them takes the text of a template; the path of one is a sink of its own. */
export default model({
  packages: ["handlebars", "handlebars/*", "ejs", "eta", "dot", "liquidjs", "art-template", "squirrelly", "underscore.template", "velocityjs", "twig", "swig", "template7"],
  types: { Liquid: ["Liquid.new()"], Eta: ["Eta.new()"], Handlebars: ["create()"] },
  sinks: [
    ...["compile", "precompile", "render", "renderAsync", "renderString", "renderStringAsync", "template", "parse", "Handlebars.compile", "Handlebars.precompile", "Eta.renderString", "Eta.renderStringAsync", "Eta.compile"].map(
      (name): SinkRow => ({ path: `${name}.arg(0)`, kind: "template" }),
    ),
    ...["parseAndRender", "parseAndRenderSync", "parse", "evalValue"].map((name): SinkRow => ({ path: `Liquid.${name}.arg(0)`, kind: "template" })),
    { path: "registerPartial.arg(1)", kind: "template" },
    { path: "twig.arg(0).data", kind: "template" },
    { path: "().arg(0)", kind: "template", when: [{ at: "arg(0)", is: "string" }] },
    { path: "renderFile.arg(0)", kind: "path" },
    { path: "Liquid.renderFile.arg(0)", kind: "path" },
    { path: "Eta.render.arg(0)", kind: "path" },
    // Options such as `client` and `outputFunctionName` become program text.
    { path: "render.arg(2).outputFunctionName", kind: "code" },
    { path: "render.arg(2).localsName", kind: "code" },
  ],
  sanitizers: [{ from: "escapeExpression.arg(0)", to: "escapeExpression()", clears: ["SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE"] }],
});
