import { model } from "../model.js";
import type { RegisterRow } from "../model.js";
import { handles, requestSources } from "../web-rows.js";

const VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Route files of the app folder export a function a method; those of the pages folder one for all. */
const registers: RegisterRow[] = [
  ...VERBS.map((verb) => handles("default", `this.${verb}`, {
    by: "exporting", files: ["app/**/route", "src/app/**/route"], untrusted: [{ path: "param(1).params", kind: "http" }],
  })),
  {
    path: "default", by: "exporting", files: ["pages/api/**", "src/pages/api/**"], what: "route", handler: "this.default",
    untrusted: ["body", "query", "headers", "cookies", "url"].map((part) => ({ path: `param(0).${part}`, kind: "http" as const })),
  },
];

/** Next.js (https://nextjs.org/docs/app/api-reference/file-conventions/route). */
export default model({ packages: ["next", "next/*"], types: { IncomingRequest: [] }, registers, sources: requestSources });
