import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@baton/shared/config/load.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKernelTable } from "../../io/netlink-ipvs/kernel-table.ts";
import { loadIpvsModule } from "../../io/netlink-ipvs/load-module.ts";
import { modelOf } from "./testbed/model.ts";
import { createTestbed, eventually, type Services, type Testbed } from "./testbed/namespace.ts";

/** The same file given to keepalived and to Baton must leave the same table, as ipvsadm prints it. */

const KEEPALIVED = process.env.BATON_KEEPALIVED ?? "keepalived";
const IPVSADM = process.env.BATON_IPVSADM ?? "ipvsadm";

const CONFIGURATIONS: readonly (readonly [string, string])[] = [
  [
    "the article's pool",
    `virtual_server 192.168.1.100 3306 {
  delay_loop 6
  lb_algo wrr
  lb_kind DR
  persistence_timeout 50
  protocol TCP
  real_server 192.168.1.5 3306 { weight 3
  }
  real_server 192.168.1.6 3306 { weight 3
  }
}`,
  ],
  [
    "NAT with other ports, weight 0, no persistence",
    `virtual_server 10.1.0.1 80 {
  lb_algo lc
  lb_kind NAT
  protocol TCP
  real_server 10.1.0.5 8080 { weight 0
  }
  real_server 10.1.0.6 8081 {
  }
}`,
  ],
  [
    "tunnels and UDP beside TCP",
    `virtual_server 10.1.0.1 53 {
  lb_algo rr
  lb_kind TUN
  protocol UDP
  real_server 10.1.0.5 53 { weight 2
  }
}
virtual_server 10.1.0.1 53 {
  lb_algo wlc
  lb_kind TUN
  protocol TCP
  real_server 10.1.0.5 53 { weight 2
  }
}`,
  ],
  [
    "IPv6",
    `virtual_server 2001:db8::100 3306 {
  lb_algo sh
  lb_kind DR
  persistence_timeout 100
  protocol TCP
  real_server 2001:db8::5 3306 { weight 1
  }
}`,
  ],
  [
    "flags of the scheduler, granularity, one-packet scheduling, thresholds",
    `virtual_server 10.1.0.1 53 {
  lb_algo rr
  lb_kind NAT
  protocol UDP
  ops
  real_server 10.1.0.5 53 {
    uthreshold 100
    lthreshold 50
  }
}
virtual_server 10.1.0.2 80 {
  lb_algo sh
  lb_kind DR
  sh-port
  sh-fallback
  persistence_timeout 60
  persistence_granularity 255.255.255.0
  protocol TCP
  real_server 10.1.0.5 80 {
  }
}`,
  ],
  [
    "firewall marks",
    `virtual_server fwmark 5 {
  lb_algo wrr
  lb_kind NAT
  protocol TCP
  real_server 10.1.0.5 8080 { weight 2
  }
}
virtual_server fwmark 6 {
  lb_algo rr
  lb_kind DR
  persistence_timeout 60
  protocol TCP
  real_server 10.1.0.5 3306 { weight 2
  }
  real_server 10.1.0.6 0 {
  }
}
virtual_server fwmark 6 {
  lb_algo rr
  lb_kind DR
  ip_family inet6
  protocol TCP
  real_server 2001:db8::5 3306 {
  }
}`,
  ],
  [
    "a sorry server, needed from the start",
    `virtual_server 10.1.0.2 80 {
  lb_algo rr
  lb_kind DR
  protocol TCP
  alpha
  sorry_server 10.1.0.9 80
  real_server 10.1.0.5 80 {
    TCP_CHECK { warmup 60
    }
  }
}`,
  ],
  [
    "servers that start down: alpha, with and without inhibit_on_failure",
    `virtual_server 192.168.1.100 3307 {
  delay_loop 60
  lb_algo wrr
  lb_kind DR
  protocol TCP
  alpha
  real_server 192.168.1.5 3307 {
    TCP_CHECK { warmup 60
    }
  }
  real_server 192.168.1.6 3307 {
    inhibit_on_failure
    TCP_CHECK { warmup 60
    }
  }
}`,
  ],
];

const reason = await (async (): Promise<string | null> => {
  if (process.getuid?.() !== 0) return "not root";
  await loadIpvsModule();
  const kernel = createKernelTable();
  const info = await kernel.info();
  kernel.close();
  if (!info.ok) return info.error.message;
  const absent = [KEEPALIVED, IPVSADM].find((program) => spawnSync(program, ["--version"]).status !== 0);
  return absent ? `${absent} is not here` : null;
})();
if (reason) console.warn(`skipped: ${reason}`);

const modelFrom = (text: string): ConfigModel => {
  const { model, diagnostics } = loadConfig({ path: "keepalived.conf", text }, () => []);
  if (!model) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return model;
};

describe.skipIf(reason !== null)("the table of keepalived and of Baton", { timeout: 100_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "bsv-"));
  let bed: Testbed;
  let baton: Services;

  const exported = (): string => bed.run(IPVSADM, "-Sn");
  const isEmpty = (): boolean => exported() === "";

  /** The table that stands still for a second: neither program says when it is done. */
  const settled = async (): Promise<string> => {
    let before = "";
    let since = Date.now();
    await eventually(() => {
      const now = exported();
      if (now !== before) since = Date.now();
      before = now;
      return now !== "" && Date.now() - since > 1000;
    }, "a table that stands still");
    return before;
  };

  const keepalivedsTable = async (text: string): Promise<string> => {
    const file = join(folder, "keepalived.conf");
    writeFileSync(file, `${text}\n`);
    const files = ["-p", "-c"].flatMap((flag) => [flag, join(folder, `${flag.slice(1)}.pid`)]);
    const args = ["--check", "--dont-fork", "--log-console", "--use-file", file, ...files];
    const child: ChildProcess = spawn("ip", ["netns", "exec", `bsv-ka-${process.pid}`, KEEPALIVED, ...args], {
      stdio: "ignore",
    });
    try {
      return await settled();
    } finally {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      await eventually(isEmpty, "keepalived's table gone");
    }
  };

  beforeAll(() => {
    bed = createTestbed(`bsv-ka-${process.pid}`, ["192.168.1.5", "192.168.1.6"]);
    baton = bed.start(modelOf());
  }, 100_000);

  afterAll(async () => {
    await bed?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(CONFIGURATIONS)("%s", async (_name, text) => {
    const theirs = await keepalivedsTable(text);
    baton.send({ type: "reload", model: modelFrom(text) });
    const ours = await settled();
    baton.send({ type: "reload", model: modelOf() });
    await eventually(isEmpty, "Baton's table gone");
    expect(ours).toBe(theirs);
  });
});
