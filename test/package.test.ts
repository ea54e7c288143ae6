import { execSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  type: string;
  license: string;
  engines: { node: string };
  exports: Record<string, string | { types: string; default: string }>;
  bin: Record<string, string>;
  files: string[];
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

/** The source of a built file. */
function sourceOf(built: string): string {
  return join(root, built.replace(/^\.\/dist\//, "").replace(/\.d\.ts$|\.js$/, ".ts"));
}

describe("package.json", () => {
  it("offers only what is built from a source", () => {
    const built = Object.values(manifest.exports).flatMap((target) => (typeof target === "string" ? [] : [target.types, target.default]));
    for (const file of [...built, ...Object.values(manifest.bin)]) expect(existsSync(sourceOf(file)), file).toBe(true);
    expect(Object.keys(manifest.exports)).toEqual([".", "./analyze", "./package.json"]);
  });

  it("starts the command with a hashbang", () => {
    expect(readFileSync(sourceOf(manifest.bin["mcp-boundary"] ?? ""), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it("packs no tests, fixtures or tools of development, and models in one file", () => {
    expect(manifest.files).toEqual(["dist/src", "dist/rules", "docs/rules", "docs/*.schema.json", "docs/*.md", "CHANGELOG.md", "SECURITY.md", "!dist/src/dev", "!dist/src/models/*/**"]);
    expect(manifest.scripts["build"]).toMatch(/^tsc .* && node dist\/src\/dev\/pack-models\.js && node dist\/src\/dev\/stamp-code\.js$/);
    expect(existsSync(join(root, "LICENSE"))).toBe(true);
    expect(manifest.license).toBe("MIT");
  });

  it("packs what its pages link to", () => {
    const pages = ["README.md", "CHANGELOG.md", "SECURITY.md", ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md")).map((file) => `docs/${file}`)];
    const isPacked = (file: string): boolean => pages.includes(file) || /^(?:LICENSE|docs\/(?:rules|[^/]*\.schema\.json))$/.test(file);
    const dead = pages.flatMap((page) => [...readFileSync(join(root, page), "utf8").replace(/^```[\s\S]*?^```/gm, "").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) => posix.join(posix.dirname(page), link ?? "")).filter((file) => !isPacked(file)).map((file) => `${page}: ${file}`));
    expect(dead).toEqual([]);
  });

  it("declares every package that the published code imports, for its types alone too", async () => {
    const { globSync } = await import("fast-glob");
    const undeclared = globSync(["src/**/*.ts", "rules/*.ts"], { cwd: root, ignore: ["src/dev/**"] }).flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/^(?:import|export)[^"]*?\bfrom "([^."][^"]*)";$|\bawait import\("([^."][^"]*)"\)/gm)]
        .map((match) => match[1] ?? match[2] ?? "")
        .filter((name) => !name.startsWith("node:"))
        .map((name) => name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/"))
        .filter((name) => !(name in manifest.dependencies))
        .map((name) => `${file}: ${name}`),
    );
    expect(undeclared).toEqual([]);
  });

  it("locks versions without the addresses that they came from", () => {
    expect(readFileSync(join(root, "package-lock.json"), "utf8")).not.toContain('"resolved"');
  });

  it("locks every package by its content, the binaries of all platforms included, without which npm ci refuses", () => {
    const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, { integrity?: string; optionalDependencies?: Record<string, string> }> };
    expect(Object.entries(packages).filter(([key, { integrity }]) => key !== "" && integrity === undefined)).toEqual([]);
    const wanted = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}));
    expect(wanted.filter((name) => !Object.keys(packages).some((key) => key.endsWith(`node_modules/${name}`)))).toEqual([]);
  });

  it("names the hook that pre-commit runs, and builds where npm installs it globally from a checkout", () => {
    expect(manifest.scripts["prepare"]).toBe("node .ci/prepare.mjs");
    expect(readFileSync(join(root, ".ci/prepare.mjs"), "utf8")).toContain('process.env.npm_config_global === "true"');
    expect(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8")).toContain("entry: mcp-boundary\n");
    // older ones take all that `npm pack` prints for the name of a file
    expect(readFileSync(join(root, ".npmrc"), "utf8")).toContain("foreground-scripts=false\n");
  });

  it("packs a manifest without a script that npm would want to run on installation", () => {
    const copy = mkdtempSync(join(tmpdir(), "mcp-boundary-pack-"));
    try {
      mkdirSync(join(copy, ".ci"));
      cpSync(join(root, ".ci/pack.mjs"), join(copy, ".ci/pack.mjs"));
      writeFileSync(join(copy, "build.mjs"), 'import fs from "node:fs"; fs.mkdirSync("dist"); for (const [name, text] of [["a", \'export type { B } from "./b.js";\'], ["b", ""], ["c", ""]]) fs.writeFileSync(`dist/${name}.d.ts`, text);');
      writeFileSync(join(copy, "package.json"), JSON.stringify({ exports: { ".": { types: "./dist/a.d.ts" } }, scripts: { ...manifest.scripts, build: "node build.mjs" } }, undefined, 2));
      const scripts = (): Record<string, string> => (JSON.parse(readFileSync(join(copy, "package.json"), "utf8")) as typeof manifest).scripts;
      const before = scripts();
      execSync(manifest.scripts["prepack"] ?? "", { cwd: copy, stdio: "ignore" });
      expect(Object.keys(scripts()).filter((name) => ["preinstall", "install", "postinstall", "prepare"].includes(name))).toEqual([]);
      // and no declaration that its own are not made of
      expect(readdirSync(join(copy, "dist"))).toEqual(["a.d.ts", "b.d.ts"]);
      execSync(manifest.scripts["postpack"] ?? "", { cwd: copy, stdio: "ignore" });
      expect(scripts()).toEqual(before);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});
