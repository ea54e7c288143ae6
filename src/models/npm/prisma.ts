import { model } from "../model.js";

/** `$queryRaw` and `$executeRaw` as templates bind what is put into them. */
export default model({
  packages: ["@prisma/client", "@prisma/client/*"],
  types: { PrismaClient: ["PrismaClient.new()", "PrismaClient.$extends()", "PrismaClient.$transaction.arg(0).param(0)"] },
  sinks: [
    { path: "PrismaClient.$queryRawUnsafe.arg(0)", kind: "sql" },
    { path: "PrismaClient.$executeRawUnsafe.arg(0)", kind: "sql" },
    { path: "PrismaClient.$queryRaw.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string", known: true }] },
    { path: "PrismaClient.$executeRaw.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string", known: true }] },
    { path: "Prisma.raw.arg(0)", kind: "sql" },
    { path: "PrismaClient.$runCommandRaw.arg(0)", kind: "nosql" },
  ],
});
