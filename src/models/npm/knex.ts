import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const RAW = [
  "raw", "whereRaw", "orWhereRaw", "andWhereRaw", "havingRaw", "orHavingRaw", "orderByRaw", "joinRaw", "fromRaw", "groupByRaw", "withRaw", "distinctRaw", "selectRaw", "countRaw",
] as const;

const CHAIN = [
  "select", "from", "table", "into", "where", "andWhere", "orWhere", "whereIn", "whereNotIn", "whereNull", "whereNotNull", "whereRaw", "join", "leftJoin", "rightJoin", "innerJoin", "joinRaw", "groupBy",
  "groupByRaw", "having", "havingRaw", "orderBy", "orderByRaw", "limit", "offset", "distinct", "insert", "update", "del", "delete", "returning", "with", "withRaw", "as", "clone", "count", "first",
  "withSchema", "queryBuilder", "modify", "transacting",
] as const;

export default model({
  packages: ["knex", "objection"],
  types: {
    Knex: ["()", "knex()", "Knex.transaction()", "Knex.transaction.arg(0).param(0)"],
    QueryBuilder: ["Knex.schema", ...CHAIN.map((name) => `Knex.${name}()`), ...CHAIN.map((name) => `QueryBuilder.${name}()`), "()()", "knex()()", "Knex.transaction()()"],
  },
  sinks: [
    ...RAW.flatMap((name) => ["Knex", "QueryBuilder"].map((type) => ({ path: `${type}.${name}.arg(0)`, kind: "sql" as const }))),
    { path: "raw.arg(0)", kind: "sql" },
    ...["()", "knex"].flatMap((name): SinkRow[] => [
      { path: `${name}.arg(0).connection`, kind: "url", when: [{ at: "arg(0).connection", is: "string" }] },
      { path: `${name}.arg(0).connection.host`, kind: "url" },
      { path: `${name}.arg(0).connection.connectionString`, kind: "url" },
    ]),
  ],
});
