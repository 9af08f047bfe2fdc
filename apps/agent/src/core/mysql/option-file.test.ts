import fc from "fast-check";
import { expect, test } from "vitest";
import { parseClientOptions } from "./option-file.ts";

const parsed = (text: string) => {
  const result = parseClientOptions(text);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

test("reads [client] and nothing else", () => {
  expect(
    parsed("[mysqld]\nport=1\n[client]\nhost = 10.0.0.1\nport=3307\nuser=baton\npassword=secret\n[mysql]\nuser=x\n"),
  ).toEqual({ host: "10.0.0.1", port: 3307, socket: null, user: "baton", password: "secret" });
});

test.each([
  ["password=abc # comment", "abc"],
  ["password='a # b'", "a # b"],
  ['password="a\\\\b"', "a\\b"],
  ["password = a=b", "a=b"],
  ["password=a#b", "a#b"],
  ["password", ""],
  ["PASSWORD=x", "x"],
  ["password=a\\sb", "a b"],
])("%s", (line, password) => {
  expect(parsed(`[client]\nuser=u\n${line}\n`).password).toBe(password);
});

test("defaults are those of the local server", () => {
  expect(parsed("[client]\r\nuser=u\r\nsocket=/run/s\r\n")).toEqual({
    host: "127.0.0.1",
    port: 3306,
    socket: "/run/s",
    user: "u",
    password: "",
  });
});

test.each([
  ["", "[client] has no user"],
  ["user=u", "[client] has no user"],
  ["[client]\nuser=u\nport=0", "[client] port is not a port number"],
  ["[client]\nuser=u\nport=many", "[client] port is not a port number"],
])("refuses %j", (text, error) => {
  expect(parseClientOptions(text)).toEqual({ ok: false, error });
});

test("no text makes it throw", () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void parseClientOptions(`[client]\n${text}`)));
});
