import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** Readers and writers of office documents, tables and PDF. */
export default model({
  packages: [
    "mammoth", "xlsx", "xlsx-js-style", "exceljs", "node-xlsx", "read-excel-file", "read-excel-file/node", "csvtojson", "officeparser", "textract", "word-extractor", "pdf-parse", "pdfjs-dist", "pdf-to-img",
    "pdf2json", "docxtemplater", "any-text", "@opendocsg/pdf2md", "md-to-pdf", "markdown-pdf", "html-pdf", "pdf-lib", "convert-excel-to-json", "libreoffice-convert", "pdfjs-dist/*", "epub2", "pdfreader",
  ],
  types: { Workbook: ["Workbook.new()"] },
  sinks: [
    ...["extractRawText", "convertToHtml", "convertToMarkdown", "embedStyleMap"].map((name): SinkRow => ({ path: `${name}.arg(0).path`, kind: "path" })),
    ...["readFile", "writeFile", "writeFileXLSX"].map((name): SinkRow => ({ path: `${name}.arg(${name.startsWith("write") ? 1 : 0})`, kind: "path" })),
    ...["xlsx", "csv"].flatMap((format): SinkRow[] => ["readFile", "writeFile"].map((name) => ({ path: `Workbook.${format}.${name}.arg(0)`, kind: "path" }))),
    { path: "stream.xlsx.WorkbookWriter.new.arg(0).filename", kind: "path" },
    { path: "stream.xlsx.WorkbookReader.new.arg(0)", kind: "path", when: [{ at: "arg(0)", is: "string" }] },
    { path: "parse.arg(0)", kind: "path", when: [{ at: "arg(0)", is: "string" }] },
    { path: "().arg(0)", kind: "path", when: [{ at: "arg(0)", is: "string" }] },
    { path: "().fromFile.arg(0)", kind: "path" },
    ...["parseOffice", "parseOfficeAsync", "fromFileWithPath", "readXlsxFile", "readSheetNames", "pdf", "mdToPdf"].map((name): SinkRow => ({ path: `${name}.arg(0)`, kind: "path", when: [{ at: "arg(0)", is: "string" }] })),
    { path: "mdToPdf.arg(0).path", kind: "path" },
    { path: "mdToPdf.arg(1).dest", kind: "path" },
    { path: "new().extract.arg(0)", kind: "path", when: [{ at: "arg(0)", is: "string" }] },
    { path: "new().loadPDF.arg(0)", kind: "path" },
    { path: "getDocument.arg(0)", kind: "path", when: [{ at: "arg(0)", is: "string" }] },
    // a text is a URL, or in node a path
    { path: "getDocument.arg(0)", kind: "url", when: [{ at: "arg(0)", is: "string" }] },
    { path: "getDocument.arg(0).url", kind: "url" },
    { path: "PDFParse.new.arg(0).url", kind: "url" },
    { path: "create().toFile.arg(0)", kind: "path" },
    { path: "PdfReader.new().parseFileItems.arg(0)", kind: "path" },
    { path: "EPub.createAsync.arg(0)", kind: "path" },
  ],
});
