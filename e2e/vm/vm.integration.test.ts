import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bootFolder, isRunning } from "./boot-folder.ts";
import { ask, execute } from "./exec-client.ts";
import { freePort } from "./free-port.ts";
import type { Kernel, RunOptions } from "./kernel.ts";
import { guestBundle, nodePath, repositoryRoot, vmDir } from "./paths.ts";
import { bootVm, type Vm } from "./vm.ts";
import { vmKernel } from "./vm-kernel.ts";

/* A machine whose own kernel has IPVS has no VM image; there is nothing to test then. */
const bootMs = 180_000;

describe.skipIf(!existsSync(`${vmDir()}/kernel`) || !existsSync(guestBundle()))("the VM", { timeout: 60_000 }, () => {
  let vm: Vm;
  let kernel: Kernel;
  let forwarded: number;

  beforeAll(async () => {
    forwarded = await freePort();
    vm = await bootVm([{ host: forwarded, guest: 8080 }]);
    kernel = vmKernel(vm.endpoint, vm.close);
  }, bootMs);

  afterAll(async () => {
    await vm.close();
    expect(existsSync(bootFolder(vm.boot))).toBe(false);
    expect(isRunning(vm.boot, vm.pid)).toBe(false);
  }, 20_000);

  const output = async (argv: readonly string[], options: RunOptions = {}) => {
    const text = { stdout: "", stderr: "" };
    const decode = (key: "stdout" | "stderr") => (chunk: Uint8Array) => {
      text[key] += Buffer.from(chunk).toString();
    };
    const status = await kernel.run(argv, { onStdout: decode("stdout"), onStderr: decode("stderr"), ...options });
    return { status, ...text };
  };

  test("has IPVS and its schedulers, in this machine's own file system", async () => {
    const script = `test -f ${repositoryRoot()}/package.json && ipvsadm -A -t 192.0.2.1:80 -s mh && ipvsadm -Ln; echo "$BATON_IN_VM"`;
    const { status, stdout } = await output(["sh", "-c", script]);
    expect(stdout).toContain("TCP  192.0.2.1:80 mh");
    expect(stdout.endsWith("1\n")).toBe(true);
    expect(status).toBe(0);
  });

  test("keeps the two outputs apart and returns the exit status", async () => {
    const argv = ["sh", "-c", "echo out; echo err >&2; exit 7"];
    expect(await output(argv)).toEqual({ status: 7, stdout: "out\n", stderr: "err\n" });
    expect((await output(["sh", "-c", "kill -9 $$"])).status).toBe(137);
    const missing = await output(["no-such-program"]);
    expect(missing.status).toBe(127);
    expect(missing.stderr).toContain("no-such-program");
  });

  test("passes arguments without a shell, the folder and the environment", async () => {
    const argv = ["sh", "-c", 'printf "%s|" "$PWD" "$COLOUR" "$@"', "sh", "a b", "$HOME", "'"];
    const { stdout } = await output(argv, { cwd: "/usr", env: { COLOUR: "red" } });
    expect(stdout).toBe("/usr|red|a b|$HOME|'|");
  });

  test("runs several commands at once, and signals reach the right one", async () => {
    const loop = (word: string) => [
      "sh",
      "-c",
      `trap 'echo ${word}; exit 40' TERM; echo ready; while :; do sleep 0.1; done`,
    ];
    const stop = new AbortController();
    const first = output(loop("first"), {
      signal: stop.signal,
      onStdout: (chunk) => Buffer.from(chunk).includes("ready") && stop.abort(),
    });
    const second = await output(["sh", "-c", "echo second"]);
    expect(second.stdout).toBe("second\n");
    expect((await first).status).toBe(40);
  });

  test("refuses a wrong token and what is not a request", async () => {
    const wrong = { ...vm.endpoint, token: "0".repeat(64) };
    const request = { kind: "run", argv: ["true"], cwd: "/", env: {} } as const;
    const silent = { onStdout: () => {}, onStderr: () => {} };
    await expect(execute(wrong, request, silent)).rejects.toThrow("wrong token");
    expect(await ask(wrong, "ping", 5000)).toBe(false);
    await expect(execute(vm.endpoint, { ...request, argv: [] }, silent)).rejects.toThrow("malformed request");
  });

  test("a forwarded port leads to the guest's loopback", async () => {
    const stop = new AbortController();
    let isListening = (): void => {};
    const listening = new Promise<void>((resolve) => {
      isListening = resolve;
    });
    const script = "require('net').createServer(s=>s.end('hello')).listen(8080,'127.0.0.1',()=>console.log('up'))";
    const served = output([nodePath(), "-e", script], {
      signal: stop.signal,
      onStdout: () => isListening(),
    });
    await listening;
    expect(await readAll(forwarded)).toBe("hello");
    stop.abort();
    await served;
  });

  test("has no way out, not even to this machine", async () => {
    let reached = false;
    const server: Server = createServer(() => {
      reached = true;
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const script = `const s=require('net').connect(${port},'10.0.2.2');s.setTimeout(3000,()=>process.exit(4));s.on('error',()=>process.exit(3));s.on('connect',()=>process.exit(0))`;
    expect((await output([nodePath(), "-e", script])).status).not.toBe(0);
    expect(reached).toBe(false);
    server.close();
    const routes = await output(["ip", "route"]);
    expect(routes.stdout).not.toContain("default");
  });
});

describe.skipIf(!existsSync(`${vmDir()}/kernel`))("a VM whose owner is killed", () => {
  test(
    "dies with it",
    async () => {
      const script = `import("${repositoryRoot()}/e2e/vm/vm.ts").then(async (m) => { const vm = await m.bootVm([]); console.log(vm.boot + " " + vm.pid); setInterval(() => {}, 1000); })`;
      const owner = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
      const line = await new Promise<string>((resolve) => owner.stdout.once("data", (chunk) => resolve(String(chunk))));
      const [boot = "", pid = "0"] = line.trim().split(" ");
      expect(isRunning(boot, Number(pid))).toBe(true);
      owner.kill("SIGKILL");
      await expect.poll(() => isRunning(boot, Number(pid))).toBe(false);
    },
    bootMs,
  );
});

const readAll = async (port: number): Promise<string> => {
  const { connect } = await import("node:net");
  return new Promise((resolve, reject) => {
    let text = "";
    connect(port, "127.0.0.1")
      .on("data", (chunk) => {
        text += chunk;
      })
      .on("end", () => resolve(text))
      .on("error", reject);
  });
};
