import { model } from "../model.js";

export default model({
  packages: ["sequelize", "@sequelize/core", "sequelize-typescript"],
  types: { Sequelize: ["Sequelize.new()", "new()"] },
  sinks: [
    // with a second text the first is the name of a database
    { path: "Sequelize.new.arg(0)", kind: "url", when: [{ at: "arg(0)", is: "string" }, { at: "arg(1)", is: "unset" }] },
    { path: "Sequelize.new.arg(last).host", kind: "url" },
    { path: "Sequelize.query.arg(0)", kind: "sql" },
    { path: "Sequelize.query.arg(0).query", kind: "sql" },
    { path: "Sequelize.queryRaw.arg(0)", kind: "sql" },
    { path: "Sequelize.literal.arg(0)", kind: "sql" },
    { path: "literal.arg(0)", kind: "sql" },
    { path: "sql.unsafe.arg(0)", kind: "sql" },
  ],
  sanitizers: [{ from: "Sequelize.escape.arg(0)", to: "Sequelize.escape()", clears: ["SQL", "SINGLE_QUOTE", "BACKSLASH"] }],
});
