import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const RUNNERS = ["DataSource", "EntityManager", "QueryRunner", "Repository"] as const;
const TEXTS = ["where", "andWhere", "orWhere", "having", "andHaving", "orHaving", "orderBy", "addOrderBy", "groupBy", "addGroupBy", "select", "addSelect", "from"] as const;
const CHAIN = [
  ...TEXTS, "leftJoin", "innerJoin", "leftJoinAndSelect", "innerJoinAndSelect", "setParameter", "setParameters", "take", "skip", "limit", "offset", "update", "insert", "delete", "set", "values", "into",
  "distinct", "clone",
] as const;

export default model({
  packages: ["typeorm"],
  types: {
    DataSource: ["DataSource.new()", "createConnection()", "getConnection()", "Connection.new()", "DataSource.initialize()"],
    EntityManager: ["DataSource.manager", "getManager()", "DataSource.transaction.arg(last).param(0)", "EntityManager.transaction.arg(last).param(0)", "QueryRunner.manager"],
    QueryRunner: ["DataSource.createQueryRunner()"],
    Repository: ["DataSource.getRepository()", "EntityManager.getRepository()", "getRepository()"],
    SelectQueryBuilder: [...RUNNERS.map((type) => `${type}.createQueryBuilder()`), ...CHAIN.map((name) => `SelectQueryBuilder.${name}()`)],
  },
  sinks: [
    { path: "DataSource.new.arg(0).url", kind: "url" },
    { path: "DataSource.new.arg(0).host", kind: "url" },
    ...RUNNERS.map((type): SinkRow => ({ path: `${type}.query.arg(0)`, kind: "sql" })),
    ...TEXTS.map((name): SinkRow => ({ path: `SelectQueryBuilder.${name}.arg(0)`, kind: "sql", when: [{ at: "arg(0)", is: "string" }] })),
    ...["leftJoin", "innerJoin", "leftJoinAndSelect", "innerJoinAndSelect"].map((name): SinkRow => ({ path: `SelectQueryBuilder.${name}.arg(2)`, kind: "sql", when: [{ at: "arg(2)", is: "string" }] })),
    { path: "Raw.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
  ],
});
