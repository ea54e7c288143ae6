import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** Libraries that load a page, a feed, an image or a description from the address that they are given. */
export default model({
  packages: [
    "rss-parser", "feedparser-promised", "@extractus/article-extractor", "@extractus/feed-extractor", "@extractus/oembed-extractor", "link-preview-js", "open-graph-scraper", "unfurl.js",
    "metascraper", "url-metadata", "@postlight/parser", "@postlight/mercury-parser", "swagger-parser", "@apidevtools/swagger-parser", "@apidevtools/json-schema-ref-parser", "swagger-client",
    "@readme/openapi-parser", "soap", "webdav", "openapi-client-axios", "ytdl-core", "@distube/ytdl-core", "probe-image-size", "image-downloader", "jwks-rsa", "sitemapper",
  ],
  sinks: [
    { path: "new().parseURL.arg(0)", kind: "url" },
    ...["()", "extract", "getLinkPreview", "unfurl", "validate", "bundle", "dereference", "parse", "resolve", "extractFromUrl", "createClient", "createClientAsync", "getInfo", "getBasicInfo", "image"].flatMap(
      (name): SinkRow[] => [
        { path: `${name}.arg(0)`, kind: "url", confidence: "medium", when: [{ at: "arg(0)", is: "string" }] },
        { path: `${name}.arg(0).url`, kind: "url" },
      ],
    ),
    { path: "().arg(0).jwksUri", kind: "url" },
    { path: "new().fetch.arg(0)", kind: "url" },
  ],
});
