import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const CHAIN = ["resize", "rotate", "png", "jpeg", "webp", "avif", "tiff", "gif", "toFormat", "extract", "composite", "grayscale", "blur", "sharpen", "flatten", "trim", "normalize", "withMetadata", "clone"] as const;

export default model({
  packages: ["sharp", "jimp", "canvas", "@napi-rs/canvas", "skia-canvas", "gm", "imagemagick", "tesseract.js", "pdf2pic", "qrcode", "screenshot-desktop", "pngjs", "looks-same", "imagescript"],
  types: {
    Sharp: ["()", "Sharp.clone()", ...CHAIN.map((name) => `Sharp.${name}()`)],
    Jimp: ["Jimp.read()", "read()", "Jimp.new()", "Jimp.resize()"],
  },
  sinks: [
    { path: "().arg(0)", kind: "path", when: [{ at: "arg(0)", is: "string" }] },
    { path: "Sharp.toFile.arg(0)", kind: "path" },
    { path: "Sharp.composite.arg(0)[*].input", kind: "path", when: [{ at: "arg(0)", is: "list" }] },
    { path: "Sharp.write.arg(0)", kind: "path" },
    ...["Jimp.read", "read", "loadImage", "recognize", "fromPath", "FontLibrary.use", "GlobalFonts.registerFromPath", "registerFont", "identify", "convert"].map(
      (name): SinkRow => ({ path: `${name}.arg(0)`, kind: "path", when: [{ at: "arg(0)", is: "string" }] }),
    ),
    ...["write", "writeAsync"].map((name): SinkRow => ({ path: `Jimp.${name}.arg(0)`, kind: "path" })),
    { path: "createWorker().recognize.arg(0)", kind: "path", when: [{ at: "arg(0)", is: "string" }] },
    { path: "toFile.arg(0)", kind: "path" },
    { path: "().arg(0).filename", kind: "path" },
  ],
});
