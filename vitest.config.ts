import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The whole-program tests share two cores with everything else on a build machine.
    testTimeout: 30_000,
  },
});
