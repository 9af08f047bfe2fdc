import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";

const load = (globals: string, ...checks: readonly string[]) => {
  const servers = checks.map((check, index) => `real_server 192.168.1.${index + 5} 3306 {\n${check}\n}`).join("\n");
  const service = `virtual_server 192.168.1.100 3306 {\nlb_algo wrr\nlb_kind DR\nprotocol TCP\n${servers}\n}`;
  const { model, diagnostics } = loadConfig({ path: "t", text: `${service}\n${globals}\n` }, () => []);
  expect(diagnostics).toEqual([]);
  return model?.virtualServers[0]?.realServers.map(({ checkers }) => checkers[0]) ?? [];
};

test("the other writers are the pool's other servers with a MYSQL_CHECK, where it looks for them", () => {
  const wanted = "MYSQL_CHECK {\ndefaults_file /etc/c.cnf\nrequire_no_other_writer\n}";
  const elsewhere = "MYSQL_CHECK {\ndefaults_file /etc/c.cnf\nconnect_ip 10.0.0.6\nconnect_port 3307\n}";
  const [first, second] = load("", wanted, elsewhere, "TCP_CHECK {\n}");
  expect(first).toMatchObject({ otherWriters: [{ address: "10.0.0.6", port: 3307 }] });
  expect(second).not.toHaveProperty("otherWriters");
});

test("global_defs behind a server still gives its checkers their defaults; a checker's own word counts more", () => {
  const globals = "global_defs {\nchecker_log_all_failures\nsmtp_helo_name lvs1\n}";
  const [first, second] = load(globals, "SMTP_CHECK {\n}", "SMTP_CHECK {\nhelo_name own\nlog_all_failures no\n}");
  expect(first).toMatchObject({ helo: "lvs1", logAllFailures: true });
  expect(second).toMatchObject({ helo: "own", logAllFailures: false });
});
