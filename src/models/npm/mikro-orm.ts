import { model } from "../model.js";

export default model({
  packages: ["@mikro-orm/core", "@mikro-orm/knex", "@mikro-orm/postgresql", "@mikro-orm/mysql", "@mikro-orm/sqlite", "@mikro-orm/better-sqlite", "@mikro-orm/mariadb"],
  types: { MikroORM: ["MikroORM.new()", "MikroORM.init()", "MikroORM.initSync()"], EntityManager: ["MikroORM.em", "EntityManager.fork()"] },
  sinks: [
    { path: "EntityManager.getConnection().execute.arg(0)", kind: "sql" },
    { path: "EntityManager.execute.arg(0)", kind: "sql" },
    { path: "raw.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
  ],
});
