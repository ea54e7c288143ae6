import { describe, expect, test } from "vitest";
import { maskSecrets } from "../src/report/mask.js";
import { maskedSecret, secretsIn } from "../src/text/secrets.js";

const found = (text: string): string[] => secretsIn(text).map(({ name, value }) => `${name} ${value}`);

describe("secretsIn", () => {
  test.each([
    ["an issuer's prefix", "use ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5 here", "GitHub token ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"],
    ["a word before it", "The API key is 7f3Kq9zLm2Xw.", "key 7f3Kq9zLm2Xw"],
    ["an assignment", "DB_PASSWORD=zR8!pq42Lx", "password zR8!pq42Lx"],
    ["an address", "amqp://svc:Wq72kLp0x@mq.internal", "password in an address Wq72kLp0x"],
    ["a private key", `-----BEGIN EC PRIVATE KEY-----\n${"MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY"}`, "private key MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY"],
  ])("finds %s", (_what, text, expected) => expect(found(text)).toEqual([expected]));

  test.each([
    "password: your-password-1", "token: <token>", "api_key=${API_KEY}", "secret: abc123", "key: USER_KEY_2", "token is AES256", "postgres://postgres:postgres@localhost/db",
    "https://user:s3cr3tpw@example.com", "AKIAIOSFODNN7EXAMPLE", "key: 2026-01-01", "password: password2024", "token: aaaaaaaa1111",
  ])("is silent on %s", (text) => expect(found(text)).toEqual([]));

  test("reads hostile texts in linear time", () => {
    const time = (text: string): number => {
      const start = performance.now();
      secretsIn(text);
      return performance.now() - start;
    };
    for (const piece of ["a_", "password", "token ", "-----BEGIN PRIVATE KEY-----", "a://b:", "eyJeyJ.", "key=\"'`"]) expect(time(piece.repeat(65_536 / piece.length)), piece).toBeLessThan(1500);
  });
});

test("what is found is masked wherever it is printed", () => {
  const text = "the password is Vq7!mK2x";
  expect(maskSecrets(text)).toBe("the password is Vq7!***");
  expect(secretsIn(text).map(maskedSecret)).toEqual(["Vq*** (8 characters)"]);
});
