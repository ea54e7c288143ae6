import { describe, expect, it } from "vitest";
import type { OracleOptions } from "../src/text/oracle.js";
import { HOLE as X, judged, said } from "./judging.js";
import { HOSTILE } from "./text-hostile.js";

describe("sql", () => {
  it.each<[place: string, hostile: string, verdict: string]>([
    [`SELECT * FROM t WHERE a = '${X}'`, "x", "holds"],
    [`SELECT * FROM t WHERE a = '${X}'`, "x -- y /* z */ ; DROP", "holds"],
    [`SELECT * FROM t WHERE a = '${X}'`, "it''s", "holds"],
    [`SELECT * FROM t WHERE a = '${X}'`, "x' OR '1'='1", "changes the statement: `'x' OR '1' = '1'`"],
    [`SELECT * FROM t WHERE a = '${X}'`, "x' OR 1=1 --", "changes the statement: `'x' OR 1 = 1`"],
    [`SELECT * FROM t WHERE a = '${X}' AND b = 1`, "x' --", "makes a comment of the rest of the statement"],
    [`SELECT * FROM t WHERE a = '${X}' AND b = 1`, "x' /*", "unknown"],
    [`SELECT * FROM t WHERE a = '${X}'`, "x'; DROP TABLE t; --", "adds another statement: `DROP TABLE t`"],
    [`SELECT * FROM t WHERE a = '${X}'`, "x' UNION SELECT secret FROM s --", "changes the statement: `'x' UNION SELECT secret FROM s`"],
    [`SELECT * FROM t WHERE a = '${X}'`, "x'", "unknown"],
    [`SELECT * FROM t WHERE a = '${X}'`, "x'||(SELECT 1)||'", "changes the statement: `'x' || ( SELECT 1 ) || ''`"],
    // free of a backslash only in MySQL, see below
    [`SELECT * FROM t WHERE a = '${X}'`, "x\\''; DROP TABLE t; --", "unknown"],
    [`SELECT * FROM t WHERE a = ${X}`, "1", "holds"],
    [`SELECT * FROM t WHERE a = ${X}`, "-1.5e3", "holds"],
    [`SELECT * FROM t WHERE a = ${X}`, "b", "holds"],
    [`SELECT * FROM t WHERE a = ${X}`, "'b'", "holds"],
    [`SELECT * FROM t WHERE a = ${X}`, "1 OR 1=1", "changes the statement: `1 OR 1 = 1`"],
    [`SELECT * FROM t WHERE a = ${X}`, "1/**/OR/**/1=1", "changes the statement: `1 OR 1 = 1`"],
    [`SELECT * FROM t WHERE a = ${X}`, "sleep(5)", "changes the statement: `sleep ( 5 )`"],
    [`SELECT * FROM t WHERE a = ${X}`, "1; DROP TABLE t", "adds another statement: `DROP TABLE t`"],
    [`SELECT * FROM t WHERE a = ${X}`, "1;", "changes the statement: `1 ;`"],
    [`SELECT * FROM ${X} LIMIT 5`, "users", "holds"],
    [`SELECT * FROM ${X} LIMIT 5`, "users --", "makes a comment of the rest of the statement"],
    [`SELECT * FROM ${X} LIMIT 5`, "users, secrets", "changes the statement: `users , secrets`"],
    [`SELECT * FROM ${X} LIMIT 5`, "pg_catalog.pg_shadow", "changes the statement: `pg_catalog . pg_shadow`"],
    [`SELECT * FROM "${X}"`, "a b; c", "holds"],
    [`SELECT * FROM "${X}"`, "a\"\"b", "holds"],
    [`SELECT * FROM "${X}"`, "a\"; DROP TABLE t; --", "adds another statement: `DROP TABLE t`"],
    [`SELECT * FROM \`${X}\``, "a\` WHERE 1=1 -- ", "changes the statement: ``a\` WHERE 1 = 1`"],
    [`SELECT * FROM t ORDER BY ${X} DESC`, "a, (SELECT 1)", "changes the statement: `a , ( SELECT 1 )`"],
    [`SELECT * FROM t LIMIT ${X}`, "10", "holds"],
    [`SELECT * FROM t LIMIT ${X}`, "10; DELETE FROM t", "adds another statement: `DELETE FROM t`"],
    [`INSERT INTO t VALUES ('${X}', 1)`, "x', 2), ('y", "changes the statement: `'x' , 2 ) , ( 'y'`"],
    // a statement that is the caller's as a whole
    [X, "DROP TABLE t", "is the statement itself: `DROP TABLE t`"],
    [X, "SELECT 1; DROP TABLE t", "is more than one statement: `DROP TABLE t`"],
    [X, "x", "holds"],
    [`EXPLAIN ${X}`, "DELETE FROM t", "is a statement that writes: `EXPLAIN DELETE FROM t`"],
    [`-- note\n${X}`, "DELETE FROM t", "is the statement itself: `DELETE FROM t`"],
    [`PRAGMA table_info('${X}')`, "x'); DROP TABLE t; --", "adds another statement: `DROP TABLE t`"],
  ])("%j with %j", (place, hostile, verdict) => {
    expect(judged("sql", place, hostile)).toBe(verdict);
  });

  it.each<[benign: string, hostile: string, verdict: string]>([
    ["SELECT 'mcpbenign'", "SELECT * FROM secrets", "holds"],
    ["SELECT 'mcpbenign'", "DELETE FROM t", "is the statement itself: `DELETE FROM t`"],
    ["SELECT 'mcpbenign'", "SELECT 1; DELETE FROM t", "is more than one statement: `DELETE FROM t`"],
    ["SELECT 'mcpbenign'", "WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d", "is the statement itself: `WITH d AS ( DELETE FROM t RETURNING * ) SELECT * FROM d`"],
    ["SELECT 'mcpbenign'", "SELECT 1 INTO OUTFILE '/tmp/x'", "is a statement that writes: `SELECT 1 INTO OUTFILE '/tmp/x'`"],
    ["SELECT 'mcpbenign'", "SELECT/**/1;/* x */DELETE FROM t", "is more than one statement: `DELETE FROM t`"],
    ["SELECT 'mcpbenign'", "SELECT ';' --; x", "holds"],
  ])("the statement %j beside %j", (benign, hostile, verdict) => {
    expect(said("sql", benign, hostile, { benign, hostile })).toBe(verdict);
    expect(said("sql", { text: benign, values: [] }, { text: hostile, values: [] }, { benign, hostile })).toBe(verdict);
  });

  it.each<[dialect: NonNullable<OracleOptions["dialect"]>, place: string, hostile: string, verdict: string]>([
    ["mysql", `SELECT '${X}'`, "x\\''; DROP TABLE t; -- ", "adds another statement: `DROP TABLE t`"],
    ["mysql", `SELECT '${X}'`, "x\\'; DROP TABLE t; -- ", "holds"],
    ["mysql", `SELECT "${X}"`, "x'; DROP TABLE t; -- ", "holds"],
    ["mysql", `SELECT "${X}"`, "x\"; DROP TABLE t; # ", "adds another statement: `DROP TABLE t`"],
    ["mysql", `SELECT ${X}, 1`, "1 #", "makes a comment of the rest of the statement"],
    ["mysql", `SELECT ${X}, 1`, "1--1", "changes the statement: `1 - -1`"],
    ["mysql", `SELECT ${X}`, "1 /*!50000 UNION SELECT 2 */", "changes the statement: `1 / * ! 50000 UNION SELECT 2 * /`"],
    ["postgres", `SELECT '${X}'`, "x\\'; DROP TABLE t; --", "adds another statement: `DROP TABLE t`"],
    ["postgres", `SELECT '${X}'`, "x\\''; DROP TABLE t; --", "holds"],
    ["postgres", `SELECT E'${X}'`, "x\\''; DROP TABLE t; --", "adds another statement: `DROP TABLE t`"],
    ["postgres", `SELECT $$${X}$$`, "x'; DROP TABLE t; --", "holds"],
    ["postgres", `SELECT $$${X}$$`, "x$$; DROP TABLE t; --", "adds another statement: `DROP TABLE t`"],
    ["postgres", `SELECT ${X} /* note */`, "1 /* /* */ x */", "holds"],
    ["postgres", `SELECT ${X}`, "1::text", "changes the statement: `1 :: text`"],
    ["mssql", `SELECT [${X}] FROM t`, "a b", "holds"],
    ["mssql", `SELECT [${X}] FROM t`, "a]]b", "holds"],
    ["mssql", `SELECT [${X}] FROM t`, "a]; DROP TABLE t; --", "adds another statement: `DROP TABLE t`"],
    ["sqlite", `SELECT * FROM t WHERE a = '${X}' AND b = 1`, "x' OR 2 /*", "changes the statement: `'x' OR 2`"],
    ["sqlite", `SELECT '${X}'`, "x\\''; DROP TABLE t", "holds"],
  ])("%s: %j with %j", (dialect, place, hostile, verdict) => {
    expect(judged("sql", place, hostile, { dialect })).toBe(verdict);
  });

  it.each<[place: string, hostile: string, takes: OracleOptions["takes"], verdict: string]>([
    [`SELECT * FROM ${X}`, "x' OR '1'='1", undefined, "unknown"],
    [`SELECT * FROM ${X}`, "x OR 1=1", undefined, "unknown"],
    [`SELECT * FROM ${X}`, "x WHERE 1=1 --", undefined, "changes the statement: `x WHERE 1 = 1`"],
    [`SELECT * FROM ${X} WHERE a = 1`, "x WHERE 1=1", undefined, "unknown"],
    [`SELECT * FROM t WHERE a IS DISTINCT FROM ${X}`, "x OR 1=1", undefined, "changes the statement: `x OR 1 = 1`"],
    [`INSERT INTO ${X} (a) VALUES (?)`, "x OR 1=1", undefined, "unknown"],
    [`UPDATE ${X} SET a = ? WHERE b = ?`, "x UNION SELECT 1 --", undefined, "unknown"],
    [`UPDATE ${X} SET a = 1 WHERE b = 2`, "x SET a = 1 --", undefined, "changes the statement: `x SET a = 1`"],
    // a value that is bound has to have its place, and with one there is one statement
    [`UPDATE ${X} SET a = ? WHERE b = ?`, "x SET a = 1 --", undefined, "unknown"],
    [`UPDATE ${X} SET a = ? WHERE b = ?`, "x SET a = 1 WHERE 1=1 OR ? IS NULL OR ? IS NULL --", undefined, "changes the statement: `x SET a = 1 WHERE 1 = 1 OR ? IS NULL OR ? IS NULL`"],
    [`SELECT * FROM ${X} WHERE a = $1`, "x WHERE 1=1 OR $1 IS NULL --", undefined, "changes the statement: `x WHERE 1 = 1 OR $1 IS NULL`"],
    [`SELECT * FROM t WHERE a = $1 LIMIT ${X}`, "1; DROP TABLE t --", undefined, "unknown"],
    [`SELECT * FROM t LIMIT ${X}`, "1 OR 1=1", undefined, "unknown"],
    [`SELECT * FROM t ORDER BY ${X}`, "a UNION SELECT 1", undefined, "unknown"],
    [`SELECT * FROM t WHERE (a = ${X})`, "1); DROP TABLE t; --", undefined, "adds another statement: `DROP TABLE t`"],
    [`SELECT * FROM t WHERE (a = ${X})`, "1; DROP TABLE t", undefined, "unknown"],
    [`PRAGMA table_info(${X})`, "x UNION SELECT 1", undefined, "unknown"],
    [X, "insert; DROP TABLE t", undefined, "unknown"],
    [X, "mcpbenign; DROP TABLE t", undefined, "unknown"],
    [X, "SELECT 1; DROP TABLE t", "statement", "unknown"],
    [X, "DELETE FROM t", "statement", "is the statement itself: `DELETE FROM t`"],
    [`SELECT * FROM t WHERE a = '${X}'`, "x'; DROP TABLE t; --", "statement", "unknown"],
    [`SELECT Id FROM Account WHERE Name = '${X}'`, "x' OR '1'='1", "soql", "unknown"],
    [`SELECT Id FROM Account WHERE Name = '${X}'`, "x' OR Id != '", "soql", "changes the statement: `'x' OR Id != ''`"],
  ])("%j with %j, where the call takes %j", (place, hostile, takes, verdict) => {
    expect(judged("sql", place, hostile, takes === undefined ? {} : { takes })).toBe(verdict);
  });

  it("holds for every text whose quotes are doubled", () => {
    for (const text of HOSTILE) {
      const escaped = text.replaceAll("'", "''");
      for (const dialect of ["postgres", "sqlite", "mssql"] as const) expect([text, judged("sql", `SELECT * FROM t WHERE a = '${X}' AND b = 1`, escaped, { dialect })]).toEqual([text, "holds"]);
      expect([text, judged("sql", `SELECT * FROM t WHERE a = '${X}' AND b = 1`, text.replaceAll("\\", "\\\\").replaceAll("'", "''"), { dialect: "mysql" })]).toEqual([text, "holds"]);
      expect([text, judged("sql", `SELECT a FROM "${X}"`, text.replaceAll("\"", "\"\""), { dialect: "postgres" })]).toEqual([text, "holds"]);
    }
  });

  it("takes any nesting", () => {
    for (const piece of ["'", "/*", "$$", "$a$", "[", "`", "\"", "--", "(", "E'\\", "-", "1", "/* /*"]) {
      for (const dialect of ["postgres", "mysql", "sqlite", "mssql", undefined] as const) {
        const start = performance.now();
        expect(judged("sql", `SELECT ${X}`, piece.repeat(8000), dialect === undefined ? {} : { dialect })).toBeTypeOf("string");
        expect([piece, dialect, performance.now() - start < 10_000]).toEqual([piece, dialect, true]);
      }
    }
  });
});

describe("nosql", () => {
  it.each<[benign: object, hostile: object, verdict: string]>([
    [{ name: "mcpbenign" }, { name: "x" }, "holds"],
    [{ name: "mcpbenign" }, { name: { $ne: null } }, "puts an operator where a value is meant: `$ne`"],
    [{ name: "mcpbenign" }, { name: { $gt: "" } }, "puts an operator where a value is meant: `$gt`"],
    [{ name: { $eq: "mcpbenign" } }, { name: { $eq: { $ne: null } } }, "holds"],
    [{ name: { $in: ["mcpbenign"] } }, { name: { $in: [{ $ne: null }] } }, "holds"],
    [{ name: "mcpbenign" }, { name: { first: "x" } }, "holds"],
    [{ $or: [{ a: "mcpbenign" }] }, { $or: [{ a: { $ne: null } }] }, "puts an operator where a value is meant: `$ne`"],
    [{ $or: [{ a: "mcpbenign" }] }, { $or: [{ a: "$ne" }] }, "holds"],
    [{}, { $where: "sleep(1)" }, "runs program text of its own in the database: `$where`"],
    [{ $where: "this.a == 'mcpbenign'" }, { $where: "this.a == 'x'" }, "holds"],
    [{ $where: "this.a == 'mcpbenign'" }, { $where: "this.a == 'x' || '1' == '1'" }, "adds to the program: `this.a == 'x' || '1' == '1'`"],
    [[{ $match: { a: "mcpbenign" } }], [{ $match: { a: "x" } }, { $out: "t" }], "writes to a collection: `$out`"],
    [[{ $match: { a: "mcpbenign" } }], [{ $match: { a: { $ne: 1 } } }], "puts an operator where a value is meant: `$ne`"],
    [{ a: 1 }, { a: 1, b: "$ne" }, "holds"],
  ])("%j beside %j", (benign, hostile, verdict) => {
    expect(said("nosql", benign as never, hostile as never, { benign: "mcpbenign", hostile: JSON.stringify(hostile) })).toBe(verdict);
  });
});
