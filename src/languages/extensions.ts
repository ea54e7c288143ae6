/** File name endings of JavaScript and TypeScript, with the dot, the preferred one first. They stand apart from the parser, so that whoever asks for a name alone does not load it. */
export const JAVASCRIPT: readonly string[] = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];
