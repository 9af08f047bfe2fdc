import { expect, test } from "vitest";
import { loadConfig } from "./load.ts";
import type { ConfigModel } from "./model.ts";
import { modernise } from "./modernise.ts";

const model = (text: string): ConfigModel => {
  const loaded = loadConfig({ path: "k.conf", text }, () => []);
  if (!loaded.model) throw new Error(loaded.diagnostics.map(({ message }) => message).join("; "));
  return loaded.model;
};

const INSTANCE = `vrrp_instance VI_1 {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority 100
    nopreempt
    virtual_ipaddress {
        192.168.1.100
    }
}
`;

const LOCAL_ONLY = `${INSTANCE}
virtual_server 192.168.1.100 3306 {
    delay_loop 2
    lb_algo wrr
    lb_kind DR
    protocol TCP
    real_server 192.168.1.5 3306 { # 本机
        weight 3
        notify_down /usr/local/mysql/mysql.sh
        TCP_CHECK {
            connect_timeout 10
            nb_get_retry 3
            connect_port 3306
        }
    }
}
`;

test("a local server whose notify_down ends keepalived becomes a MYSQL_CHECK and a tracked check", () => {
  expect(model(LOCAL_ONLY).virtualServers[0]?.realServers[0]?.notifyDown).toBeDefined();
  const { text, rewrites } = modernise(LOCAL_ONLY);
  const { vrrpInstances, trackScripts, virtualServers } = model(text);
  expect(vrrpInstances[0]?.trackScripts).toEqual([{ name: "mysql_3306", weight: 0, reverse: false }]);
  expect(trackScripts?.[0]).toMatchObject({
    name: "mysql_3306",
    command: { argv: ["/usr/bin/mysqladmin", "--host=192.168.1.5", "--port=3306", "--connect-timeout=2", "ping"] },
  });
  const server = virtualServers[0]?.realServers[0];
  expect(server?.notifyDown).toBeUndefined();
  expect(server?.checkers[0]).toMatchObject({
    kind: "MYSQL_CHECK",
    defaultsFile: "/etc/baton/check.cnf",
    connectTimeout: 10_000,
    retry: 3,
  });
  expect(text).toContain("3306 { # 本机\n        weight 3\n        MYSQL_CHECK {");
  expect(rewrites.map(({ line, before }) => [line, before])).toEqual([
    [1, ""],
    [1, ""],
    [19, "notify_down /usr/local/mysql/mysql.sh"],
    [20, "TCP_CHECK"],
    [20, ""],
    [22, "nb_get_retry 3"],
  ]);
  expect(modernise(text).rewrites).toEqual([]);
});

test.each([
  [
    "another server takes over",
    LOCAL_ONLY.replace("    real_server", "    real_server 192.168.1.6 3306 { }\n    real_server"),
  ],
  ["notify_down only tells somebody", LOCAL_ONLY.replace("mysql/mysql.sh", "bin/mail-admin")],
  ["no instance that could track", LOCAL_ONLY.slice(INSTANCE.length)],
])("the service stays as it is: %s", (_, text) => {
  expect(modernise(text).text).toBe(text.replace("nb_get_retry", "retry"));
});

const scripted = (script: string, rest = "interval 2\n    weight -20"): string => `vrrp_script chk_mysql {
    script "${script}"
    ${rest}
}
${INSTANCE.replace("    nopreempt\n", "    track_script {\n        chk_mysql\n    }\n")}`;

test.each(["killall -0 mysqld", "/usr/bin/killall -0 mysqld", "pidof mysqld", "pgrep -x mysqld"])(
  "'%s' becomes a tracked process with the same weight",
  (script) => {
    const { vrrpInstances, trackProcesses, trackScripts } = model(modernise(scripted(script)).text);
    expect(trackScripts).toBeUndefined();
    expect(trackProcesses?.[0]).toMatchObject({ name: "chk_mysql", argv: ["mysqld"], weight: -20 });
    expect(vrrpInstances[0]?.trackProcesses).toEqual([{ name: "chk_mysql", weight: -20, reverse: false }]);
  },
);

test("a script without a weight is a fault, and so is the process", () => {
  const { text } = modernise(scripted("killall -0 mariadbd", "interval 2"));
  expect(model(text).trackProcesses?.[0]).toMatchObject({ argv: ["mariadbd"], weight: 0 });
});

test("a script of one's own is asked for again as mysqladmin ping", () => {
  const { text, rewrites } = modernise(scripted("/etc/keepalived/check_mysql.sh"));
  expect(rewrites).toHaveLength(1);
  expect(model(text).trackScripts?.[0]?.command.argv).toEqual(["/usr/bin/mysqladmin", "--connect-timeout=2", "ping"]);
});

test("other scripts stay, and so does a list that tracks several", () => {
  for (const text of [
    scripted("killall -0 haproxy"),
    scripted("/usr/bin/mysqladmin ping"),
    `vrrp_script other { script /bin/true\n}\n${scripted("killall -0 mysqld").replace("chk_mysql\n    }", "chk_mysql\n        other\n    }")}`,
  ])
    expect(modernise(text)).toEqual({ text, rewrites: [] });
});
