import { model } from "../model.js";

export default model({
  packages: ["graphql-request", "@urql/core", "@apollo/client", "@apollo/client/*"],
  types: { Client: ["GraphQLClient.new()"] },
  sinks: [
    { path: "Client.request.arg(0)", kind: "sql", confidence: "low", when: [{ at: "arg(0)", is: "string" }] },
    { path: "Client.rawRequest.arg(0)", kind: "sql", confidence: "low", when: [{ at: "arg(0)", is: "string" }] },
    { path: "request.arg(1)", kind: "sql", confidence: "low", when: [{ at: "arg(1)", is: "string" }] },
    { path: "GraphQLClient.new.arg(0)", kind: "url" },
    { path: "request.arg(0)", kind: "url" },
    { path: "request.arg(0).url", kind: "url" },
    { path: "rawRequest.arg(0)", kind: "url" },
  ],
});
