import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { millis } from "@baton/shared/base/duration.ts";
import type { CheckConnection } from "@baton/shared/config/model-checks.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { probeHttp } from "./http.ts";
import { createPing } from "./ping.ts";
import { probeUdp } from "./udp.ts";

/** One program for both ends: `serve` answers, `probe` says which probes get through. */

const PORT = 8080;
const FAR = "198.51.100.7";
const NEAR = "10.99.0.2";
const never = new AbortController().signal;
const at = (changes: Partial<CheckConnection>) => ({
  retry: 0,
  delayBeforeRetry: millis(0),
  delayLoop: millis(1000),
  warmup: millis(0),
  connectAddress: FAR,
  connectPort: PORT,
  bindAddress: null,
  connectTimeout: millis(1500),
  ...changes,
});

const serve = (): void => {
  const echo = createSocket("udp4");
  echo.on("message", (bytes, from) => echo.send(bytes, from.port, from.address));
  echo.bind(PORT, FAR, () => {
    createServer((_, response) => response.end("hello")).listen(PORT, () => process.stdout.write("ready"));
  });
};

const probe = async (): Promise<void> => {
  const ping = createPing();
  const page = { path: "/", statusCodes: [{ from: 200, to: 299 }], digest: null, virtualHost: null };
  const reply = { pattern: "", minLength: 0, maxLength: 255 };
  const all = async (changes: Partial<CheckConnection>): Promise<readonly string[]> => {
    const outcomes: readonly ProbeOutcome[] = await Promise.all([
      ping({ kind: "PING_CHECK", ...at(changes) }, never),
      probeHttp({ kind: "HTTP_GET", ...at(changes), urls: [page], serverName: null }, never),
      probeUdp({ kind: "UDP_CHECK", ...at(changes), payload: null, reply }, never),
    ]);
    return outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.kind));
  };
  const found = {
    plain: await all({}),
    marked: await all({ mark: 9 }),
    device: (await all({ connectAddress: NEAR, bindInterface: "inside" })).slice(0, 2),
    otherDevice: (await all({ connectAddress: NEAR, bindInterface: "lo" })).map((word) => word !== "ok"),
  };
  process.stdout.write(JSON.stringify(found));
};

if (process.argv[2] === "serve") serve();
else await probe();
