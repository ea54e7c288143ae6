import { model } from "../model.js";
import type { RegisterRow } from "../model.js";

const limit = (path: string): RegisterRow => ({ path, what: "limiter" });

/** What counts requests and turns away whoever sends too many. */
export default model({
  packages: [
    "express-rate-limit", "express-slow-down", "rate-limiter-flexible", "@fastify/rate-limit", "fastify-rate-limit", "hono-rate-limiter", "@hono-rate-limiter/cloudflare", "koa-ratelimit",
    "@nestjs/throttler", "@upstash/ratelimit", "limiter", "bottleneck", "p-throttle",
  ],
  registers: [
    ...["default", "rateLimit", "slowDown", "rateLimiter", "cloudflareRateLimiter", "ThrottlerModule.forRoot", "ThrottlerModule.forRootAsync", "ThrottlerGuard"].map(limit),
    ...["RateLimiterMemory", "RateLimiterRedis", "RateLimiterMemcache", "RateLimiterPostgres", "RateLimiterMongo", "Ratelimit", "RateLimiter", "TokenBucket", "new()"].map((path) => limit(path === "new()" ? path : `${path}.new()`)),
  ],
});
