import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const FILTERS = [
  "find", "findOne", "findOneAndUpdate", "findOneAndDelete", "findOneAndReplace", "updateOne", "updateMany", "deleteOne", "deleteMany", "replaceOne", "countDocuments", "count", "remove", "update",
] as const;

/** Texts in a query that the server runs as JavaScript. */
function scripts(type: string): SinkRow[] {
  return [
    ...FILTERS.map((name): SinkRow => ({ path: `${type}.${name}.arg(0).$where`, kind: "script" })),
    { path: `${type}.aggregate.arg(0)[*].$match.$where`, kind: "script" },
    { path: `${type}.mapReduce.arg(0..1)`, kind: "script" },
  ];
}

export default model({
  packages: ["mongodb"],
  types: {
    MongoClient: ["MongoClient.new()", "MongoClient.connect()"],
    Db: ["MongoClient.db()"],
    Collection: ["Db.collection()", "Db.createCollection()"],
  },
  sinks: [
    { path: "MongoClient.new.arg(0)", kind: "url" },
    ...FILTERS.map((name): SinkRow => ({ path: `Collection.${name}.arg(0)`, kind: "nosql" })),
    ...["updateOne", "updateMany", "findOneAndUpdate"].map((name): SinkRow => ({ path: `Collection.${name}.arg(1)`, kind: "nosql" })),
    ...scripts("Collection"),
    { path: "Collection.distinct.arg(1)", kind: "nosql" },
    { path: "Collection.aggregate.arg(0)", kind: "nosql" },
    { path: "Collection.aggregate.arg(0)[*]", kind: "nosql" },
    { path: "Collection.bulkWrite.arg(0)", kind: "nosql" },
    { path: "Db.aggregate.arg(0)", kind: "nosql" },
    { path: "Db.command.arg(0)", kind: "nosql" },
    { path: "Db.runCommand.arg(0)", kind: "nosql" },
    { path: "Db.admin().command.arg(0)", kind: "nosql" },
  ],
  sanitizers: [
    { from: "ObjectId.new.arg(0)", to: "ObjectId.new()", clears: "all" },
    { from: "ObjectId.createFromHexString.arg(0)", to: "ObjectId.createFromHexString()", clears: "all" },
  ],
  guards: [{ path: "ObjectId.isValid.arg(0)", outcome: "true", clears: ["OPERATOR"] }],
});
