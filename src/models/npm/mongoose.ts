import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const FILTERS = [
  "find", "findOne", "findOneAndUpdate", "findOneAndDelete", "findOneAndReplace", "updateOne", "updateMany", "deleteOne", "deleteMany", "replaceOne", "countDocuments", "count", "exists", "where",
] as const;

export default model({
  packages: ["mongoose"],
  types: { Model: ["model()", "createConnection().model()", "connection.model()", "Model.discriminator()"], Connection: ["connection", "createConnection()", "connect().connection"], Db: ["Connection.db"],
    Collection: ["Db.collection()", "Connection.collection()", "Model.collection"] },
  sinks: [
    { path: "connect.arg(0)", kind: "url" },
    { path: "createConnection.arg(0)", kind: "url" },
    ...FILTERS.map((name): SinkRow => ({ path: `Model.${name}.arg(0)`, kind: "nosql" })),
    ...["updateOne", "updateMany", "findOneAndUpdate", "findByIdAndUpdate"].map((name): SinkRow => ({ path: `Model.${name}.arg(1)`, kind: "nosql" })),
    { path: "Model.aggregate.arg(0)", kind: "nosql" },
    { path: "Model.aggregate.arg(0)[*]", kind: "nosql" },
    { path: "Model.bulkWrite.arg(0)", kind: "nosql" },
    { path: "Model.$where.arg(0)", kind: "script" },
    { path: "Model.find().$where.arg(0)", kind: "script" },
    ...FILTERS.map((name): SinkRow => ({ path: `Model.${name}.arg(0).$where`, kind: "script" })),
    { path: "Db.command.arg(0)", kind: "nosql" },
    ...FILTERS.map((name): SinkRow => ({ path: `Collection.${name}.arg(0)`, kind: "nosql" })),
    { path: "Collection.aggregate.arg(0)", kind: "nosql" },
  ],
  sanitizers: [
    { from: "Types.ObjectId.new.arg(0)", to: "Types.ObjectId.new()", clears: "all" },
    { from: "sanitizeFilter.arg(0)", to: "sanitizeFilter()", clears: ["OPERATOR"] },
  ],
  guards: [
    { path: "isValidObjectId.arg(0)", outcome: "true", clears: ["OPERATOR"] },
    { path: "Types.ObjectId.isValid.arg(0)", outcome: "true", clears: ["OPERATOR"] },
  ],
});
