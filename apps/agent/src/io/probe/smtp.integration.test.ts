import type { Socket } from "node:net";
import type { SmtpCheck } from "@baton/shared/config/model-checks.ts";
import { afterEach, describe, expect, test } from "vitest";
import { at, LoopbackServers, never, timers } from "./loopback.testing.ts";
import { probeSmtp } from "./smtp.ts";

const servers = new LoopbackServers();
afterEach(() => servers.close());

describe("SMTP_CHECK", () => {
  const check = (port: number, changes: Partial<SmtpCheck> = {}): SmtpCheck => ({
    kind: "SMTP_CHECK",
    ...timers,
    ...at(port),
    targets: [at(port)],
    ...changes,
  });
  const mailServer = (heard: string[], helo = "250 ok\r\n") =>
    servers.listen((socket) => {
      socket.write("220-hello\r\n220 mail\r\n");
      socket.setEncoding("latin1").on("data", (text) => {
        heard.push(String(text));
        socket.write(String(text).startsWith("HELO") ? helo : "221 bye\r\n");
      });
    });

  test("a server that greets, knows HELO and says good-bye", async () => {
    const heard: string[] = [];
    expect(await probeSmtp(check(await mailServer(heard), { helo: "lvs1.example" }), never)).toEqual({ ok: true });
    expect(heard).toEqual(["HELO lvs1.example\r\n", "QUIT\r\n"]);
  });

  test("of several hosts each counts, and the one that fails is named", async () => {
    const [good, bad] = [await mailServer([]), await mailServer([], "550 no\r\n")];
    expect(await probeSmtp(check(good, { targets: [at(good), at(good)] }), never)).toEqual({ ok: true });
    expect(await probeSmtp(check(good, { targets: [at(good), at(bad)] }), never)).toEqual({
      ok: false,
      kind: "answer",
      reason: `127.0.0.1:${bad}: 550 no after HELO`,
    });
  });

  test.each<[string, (socket: Socket) => void, string]>([
    ["accepts and hangs", () => {}, "timeout"],
    ["resets", (socket) => socket.resetAndDestroy(), "reset"],
    ["hangs up", (socket) => socket.end(), "reset"],
    ["is something else", (socket) => socket.end("SSH-2.0-OpenSSH\r\n"), "answer"],
    [
      "sends gigabytes",
      (socket) => {
        const more = (): void => {
          while (socket.writable && socket.write("220-".padEnd(65_536, "x"))) {}
        };
        socket.on("drain", more);
        more();
      },
      "answer",
    ],
  ])("a server that %s", async (_, onSocket, kind) => {
    expect(await probeSmtp(check(await servers.listen(onSocket)), never)).toMatchObject({ ok: false, kind });
  });

  test("nobody there", async () => {
    const port = await servers.deserted();
    expect(await probeSmtp(check(port), never)).toMatchObject({ ok: false, kind: "refused" });
  });

  test("a probe that is called off ends at once", async () => {
    const controller = new AbortController();
    const outcome = probeSmtp(check(await servers.listen(() => controller.abort())), controller.signal);
    expect(await outcome).toMatchObject({ ok: false, reason: "the probe was called off" });
  });
});
