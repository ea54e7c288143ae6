import { isBuiltin } from "node:module";

/** What can be said of an import specifier from its text alone. */
export type Specifier =
  /** A library by the look of it, or the name that an alias goes by: `zod/v4` has the name `zod` and the subpath `v4`. */
  | { readonly kind: "bare"; readonly full: string; readonly name: string; readonly subpath: string }
  /** Certainly a library: `node:fs`, `npm:zod@3`, `https://esm.sh/zod`. */
  | { readonly kind: "package"; readonly full: string }
  /** Begins with `.` or `/`. */
  | { readonly kind: "path"; readonly path: string }
  /** Begins with `#`: the importing package's own map. */
  | { readonly kind: "internal"; readonly full: string }
  /** A file that is no source, by its ending or by what a bundler is asked to make of it. */
  | { readonly kind: "asset"; readonly path: string };

const ASSET = /\.(?:json[5c]?|css|scss|sass|less|svg|png|jpe?g|gif|webp|ico|woff2?|md|mdx|txt|html?|wasm|node|ya?ml|toml|sql|graphql|gql|proto|xml|csv|vue|svelte|astro|hbs|ejs)$/i;
/** Addresses of module servers: what stands before the package's name. */
const HOSTS = [
  /^(?:esm\.sh|esm\.run|cdn\.skypack\.dev|cdn\.pika\.dev|ga\.jspm\.io)\/(?:(?:stable|v\d+|\*|gh|pin|new)\/|npm:|\*)*/,
  /^(?:unpkg\.com|cdn\.jsdelivr\.net)\/(?:npm\/)?/,
  /^deno\.land\/(?:x\/)?/,
  /^jsr\.io\//,
];

/** Sorts a specifier: strips `npm:`, `jsr:`, addresses of module servers, versions and bundler queries. */
export function readSpecifier(source: string): Specifier {
  if (source.startsWith("node:") || isBuiltin(source)) return { kind: "package", full: source };
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(source)?.[1]?.toLowerCase();
  if (scheme !== undefined) return readAddress(source, scheme);
  const [bare = "", query] = source.startsWith("#") ? [source] : source.split(/[?#]/, 2);
  if (query !== undefined && /^(?:raw|url|inline)\b/.test(query)) return { kind: "asset", path: bare };
  if (/^\.{0,2}\/|^\.{1,2}$/.test(bare)) return ASSET.test(bare) ? { kind: "asset", path: bare } : { kind: "path", path: bare };
  if (bare.startsWith("#")) return { kind: "internal", full: bare };
  return readPackage(bare);
}

/** Whether a file's ending says that it holds no program text that we read. */
export function isAsset(file: string): boolean {
  return ASSET.test(file);
}

/** Cuts `@scope/name@1.2/sub/path` into name and subpath, without the version. */
function readPackage(text: string): Specifier & { kind: "bare" } {
  const match = /^((?:@[^/]*\/)?[^/@]*)(?:@[^/]*)?(?:\/(.*))?$/.exec(text);
  const name = match?.[1] ?? text;
  const subpath = match?.[2] ?? "";
  return { kind: "bare", full: subpath === "" ? name : `${name}/${subpath}`, name, subpath };
}

function readAddress(source: string, scheme: string): Specifier {
  const rest = source.slice(scheme.length + 1);
  if (scheme === "npm" || scheme === "jsr") return { kind: "package", full: readPackage(rest.replace(/^\/+/, "")).full };
  if (scheme === "data") return { kind: "asset", path: source };
  if (scheme === "file") return { kind: "path", path: rest.replace(/^\/\//, "") };
  if (scheme !== "https" && scheme !== "http") return { kind: "package", full: source };
  const address = rest.replace(/^\/\//, "").split(/[?#]/, 1)[0] ?? "";
  for (const host of HOSTS) {
    const at = host.exec(address)?.[0];
    if (at !== undefined) return { kind: "package", full: readPackage(address.slice(at.length)).full.replace(/\/\+esm$/, "") };
  }
  return { kind: "package", full: source };
}

/** The name of the package in a bare specifier: `@scope/name` of `@scope/name/sub`; "" for what is none. */
export function packageIn(specifier: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? "";
}
