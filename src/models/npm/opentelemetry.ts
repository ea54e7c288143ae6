import { model } from "../model.js";

/**
 * A context is set for as long as a function runs, and what that gives is handed on. Its name is a method of lists as well.
 * https://opentelemetry.io/docs/languages/js/context/#set-active-context
 */
export default model({
  packages: ["@opentelemetry/api"],
  steps: [{ from: "context.with.arg(1)()", to: "context.with()", as: "identity" }],
});
