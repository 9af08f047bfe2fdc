import fc from "fast-check";
import { expect, test } from "vitest";
import { addressBytes, addressText, parseIpAddress } from "./ip-address.ts";

test.each([
  ["192.168.1.100", "192.168.1.100"],
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["::", "::"],
  ["::ffff:192.168.1.5", "::ffff:c0a8:105"],
  ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
  ["1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7:0"],
])("%s is %s", (text, canonical) => {
  expect(parseIpAddress(text)).toEqual({ ok: true, value: { family: expect.any(String), text: canonical } });
});

test.each(["", "1.2.3", "1.2.3.256", "01.2.3.4", "1:2", ":::", "1::2::3", "g::", "1:2:3:4:5:6:7:8:9", "1.2.3.4.5"])(
  "%s is refused",
  (text) => {
    expect(parseIpAddress(text).ok).toBe(false);
  },
);

test("bytes to text and back is the identity", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
  );
  fc.assert(
    fc.property(bytes, (value) => {
      expect(addressBytes(addressText(value))).toEqual(value);
    }),
  );
});
