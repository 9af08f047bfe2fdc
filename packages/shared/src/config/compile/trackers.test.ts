import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";
import { splitCommand } from "./script-command.ts";

const TEXT = `global_defs {
    enable_script_security
    script_user nobody nogroup
    vrrp_notify_fifo /run/baton-vrrp.fifo
    vrrp_rt_priority 50
    vrrp_priority -10
    vrrp_no_swap
}
interface_up_down_delays {
    eth0 0.5 2
}
vrrp_script chk_mysql {
    script "/bin/echo --defaults-file='/etc/my check.cnf' ping"
    interval 2
    timeout 1
    rise 2
    fall 3
    weight 20 reverse
    init_fail
    user nobody
}
vrrp_track_process chk_mariadbd {
    process mariadbd
    quorum 1
    delay 0.5
    terminate_delay 1
}
vrrp_track_process chk_port {
    process "mariadbd --port=3306"
    param_match initial
    weight 0
}
track_file maintenance {
    file /etc/baton-maintenance
    weight -10
    init_file 0 overwrite
}
vrrp_instance VI_1 {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority 100
    advert_int 1
    virtual_ipaddress {
        192.168.1.100
    }
    track_script {
        chk_mysql weight -30
    }
    track_process {
        chk_mariadbd
        chk_port
    }
    track_file {
        maintenance weight 5
    }
    notify_stop "/bin/echo stop" root root
    notify /bin/true
}
`;

const load = (text: string) => loadConfig({ path: "test.conf", text }, () => [], { configId: "lvs1" });

test("scripts, processes, files and notifications", () => {
  const { model, diagnostics } = load(TEXT);
  expect(diagnostics).toEqual([]);
  expect(model?.globals).toEqual({
    routerId: null,
    scripts: { security: true, user: { name: "nobody", group: "nogroup" } },
    vrrpFifos: [{ path: "/run/baton-vrrp.fifo" }],
    vrrpScheduling: { realtimePriority: 50, nice: -10, lockMemory: true },
  });
  expect(model?.trackScripts).toMatchObject([
    {
      name: "chk_mysql",
      command: {
        argv: ["/bin/echo", "--defaults-file=/etc/my check.cnf", "ping"],
        user: { name: "nobody", group: null },
      },
      interval: 2000,
      timeout: 1000,
      rise: 2,
      fall: 3,
      weight: 20,
      reverse: true,
      initFail: true,
    },
  ]);
  expect(model?.trackProcesses).toMatchObject([
    { name: "chk_mariadbd", argv: ["mariadbd"], match: "name", weight: 1, quorum: 1, riseDelay: 500, fallDelay: 1000 },
    { name: "chk_port", argv: ["mariadbd", "--port=3306"], match: "initial", weight: 0 },
  ]);
  expect(model?.trackFiles).toMatchObject([
    { name: "maintenance", path: "/etc/baton-maintenance", weight: -10, initial: { value: 0, overwrite: true } },
  ]);
  expect(model?.linkDelays).toEqual([{ interface: "eth0", down: 500, up: 2000 }]);
  expect(model?.vrrpInstances[0]).toMatchObject({
    trackScripts: [{ name: "chk_mysql", weight: -30, reverse: true }],
    trackProcesses: [
      { name: "chk_mariadbd", weight: 1, reverse: false },
      { name: "chk_port", weight: 0, reverse: false },
    ],
    trackFiles: [{ name: "maintenance", weight: 5, reverse: false }],
    notify: {
      master: null,
      stop: { argv: ["/bin/echo", "stop"], user: { name: "root", group: "root" } },
      any: { argv: ["/bin/true"], user: null },
    },
  });
});

const commands: [string, readonly string[]][] = [
  ["/bin/true", ["/bin/true"]],
  ["  a   b\tc ", ["a", "b", "c"]],
  [`a 'b c' "d e" f\\ g`, ["a", "b c", "d e", "f g"]],
  [`a '' "x'y"'z"'`, ["a", "", `x'yz"`]],
  ["a '\\n'", ["a", "\\n"]],
  ["", []],
];

test.each(commands)("%j is split into %j", (text, words) => {
  expect(splitCommand(text)).toEqual(words);
});
