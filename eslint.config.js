import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["dist/", "fixtures/", "node_modules/", "coverage/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  tseslint.configs.strict,
  {
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "no-fallthrough": "error",
      "no-template-curly-in-string": "off",
      // Written-out control characters are this tool's subject.
      "no-control-regex": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "all" }],
      "@typescript-eslint/ban-ts-comment": "error",
      // Allowed with a reason beside it, which no rule can read.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Walking up a chain starts at `this`.
      "@typescript-eslint/no-this-alias": "off",
    },
  },
  {
    files: ["rules/**"],
    ignores: ["rules/index.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [{ regex: "^(?!\\.\\./src/rule\\.js$)", message: "A rule imports src/rule.ts alone." }] }] },
  },
  { files: ["bench/**", "**/*.mjs"], rules: { "no-console": "off", "@typescript-eslint/explicit-module-boundary-types": "off" } },
);
