import { model } from "../model.js";
import type { RegisterRow } from "../model.js";

/** `verify` takes a callback in the place of its options. */
const verifies: RegisterRow[] = [
  { path: "verify", what: "verify", value: "arg(0)", key: "arg(1)", options: "arg(2)" },
  ...["jwtVerify", "jwtDecrypt"].map((path): RegisterRow => ({ path, what: "verify", value: "arg(0)", key: "arg(1)", options: "arg(2)" })),
  { path: "OAuth2Client.verifyIdToken", what: "verify", value: "arg(0).idToken", options: "arg(0)" },
];

/** Libraries that read JSON Web Tokens: with the signature (RFC 7519, section 7.2) and without. */
export default model({
  packages: ["jsonwebtoken", "jose", "jose/*", "jwt-decode", "jsonwebtoken-esm", "google-auth-library"],
  types: { OAuth2Client: ["OAuth2Client.new()"] },
  registers: [
    ...verifies,
    ...["decode", "decodeJwt", "jwtDecode", "jwt_decode", "default"].map((path): RegisterRow => ({ path, what: "decode", value: "arg(0)" })),
  ],
});
