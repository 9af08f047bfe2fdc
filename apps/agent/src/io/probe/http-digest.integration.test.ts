import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { promisify } from "node:util";
import type { HttpCheck } from "@baton/shared/config/model-checks.ts";
import { expect, onTestFinished, test } from "vitest";
import { probeHttp } from "./http.ts";
import { at, never, timers } from "./loopback.testing.ts";

const genhash = path.join(process.env.BATON_KEEPALIVED ?? "/usr/sbin/keepalived", "../../bin/genhash");

test.skipIf(!existsSync(genhash))("the digest that keepalived's genhash tells is the one HTTP_GET takes", async () => {
  const page = `${"well ".repeat(5000)}\r\n\0end`;
  const web = createServer((_, response) => response.end(page));
  onTestFinished(() => void web.close());
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  const address = web.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const { stdout } = await promisify(execFile)(genhash, ["-s", "127.0.0.1", "-p", `${port}`, "-u", "/"]);
  const digest = /\b[\da-f]{32}\b/.exec(stdout)?.[0] ?? stdout;
  const url = { path: "/", statusCodes: [{ from: 200, to: 200 }], digest, virtualHost: null };
  const check: HttpCheck = { kind: "HTTP_GET", ...timers, ...at(port), urls: [url], serverName: null };
  expect(await probeHttp(check, never)).toEqual({ ok: true });
});
