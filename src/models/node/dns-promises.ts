import { model } from "../model.js";
import { lookups, promised } from "./dns.js";

const PREFIXES = ["", "Resolver.new()."];

/** The functions of `dns` that give promises. https://nodejs.org/api/dns.html#dns-promises-api */
export default model({ packages: ["dns/promises", "node:dns/promises"], steps: PREFIXES.flatMap(lookups), computes: PREFIXES.flatMap(promised) });
