import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const CHAIN = [
  "select", "insert", "update", "upsert", "delete", "eq", "neq", "gt", "gte", "lt", "lte", "like", "ilike", "is", "in", "contains", "containedBy", "or", "filter", "not", "match", "order", "limit",
  "range", "single", "maybeSingle", "textSearch", "overlaps",
] as const;

export default model({
  packages: ["@supabase/supabase-js", "@supabase/postgrest-js", "@supabase/ssr"],
  types: {
    SupabaseClient: ["createClient()", "SupabaseClient.new()", "SupabaseClient.schema()", "PostgrestClient.new()", "createServerClient()", "createBrowserClient()"],
    Query: ["SupabaseClient.from()", "SupabaseClient.rpc()", ...CHAIN.map((name) => `Query.${name}()`)],
  },
  sinks: [
    // Functions of these parameters run the text that they are given.
    ...["sql", "query", "sql_query", "query_text", "sql_text", "statement"].map((name): SinkRow => ({ path: `SupabaseClient.rpc.arg(1).${name}`, kind: "sql" })),
    { path: "Query.or.arg(0)", kind: "sql", confidence: "medium" },
    { path: "Query.filter.arg(0..1)", kind: "sql", confidence: "low" },
    { path: "createClient.arg(0)", kind: "url" },
  ],
});
