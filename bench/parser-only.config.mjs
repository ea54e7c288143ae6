// The least that ESLint can do on TypeScript: parse it.
import parser from "@typescript-eslint/parser";

export default [
  { linterOptions: { reportUnusedDisableDirectives: "off" } },
  { files: ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"], languageOptions: { parser } },
];
