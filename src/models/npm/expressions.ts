import { model } from "../model.js";

/** Evaluators of expressions. */
export default model({
  packages: ["expr-eval", "expr-eval-fork", "jsonata", "jexl", "filtrex", "nerdamer", "algebrite", "bcx-expression-evaluator", "expression-eval", "angular-expressions", "jse-eval", "cel-js"],
  types: { Parser: ["Parser.new()"], Jexl: ["Jexl.new()"] },
  sinks: [
    { path: "Parser.evaluate.arg(0)", kind: "code" },
    { path: "Parser.parse.arg(0)", kind: "code" },
    { path: "().arg(0)", kind: "code" },
    { path: "eval.arg(0)", kind: "code" },
    { path: "evalSync.arg(0)", kind: "code" },
    { path: "Jexl.eval.arg(0)", kind: "code" },
    { path: "Jexl.evalSync.arg(0)", kind: "code" },
    { path: "compileExpression.arg(0)", kind: "code" },
    { path: "compile.arg(0)", kind: "code" },
    { path: "run.arg(0)", kind: "code" },
    { path: "evaluate.arg(0)", kind: "code" },
  ],
});
