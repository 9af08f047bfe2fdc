import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../packages/shared/src/config/blocks/root.ts";
import type { BlockSpec, KeywordSpec } from "../../packages/shared/src/config/keyword.ts";

/** Every keyword of the tables is put into its block and shown to keepalived 2.2.7, which knows it or does not. */
const keepalived = process.env.BATON_KEEPALIVED ?? "";

/** Newer than 2.2.7, gone before it, of another program, or of a build option that Debian leaves out. */
const UNKNOWN_TO_2_2_7 = [
  "lvs_id vrrp_owner_ignore_adverts v3_checksum_as_v2 vrrp_delay_after_boot vrrp_ipsets garp_master_delay",
  "set_supplementary_groups use_symlink_paths snmp_vs_stats_update_interval snmp_rs_stats_update_interval",
  "dbus_no_interface_name json_version json_dump_file state_dump_file stats_dump_file iproute_usr_dir",
  "iproute_etc_dir plugin_dir auth_hmac key active_key anti_replay time_window mode owner_ignore_adverts",
  "timer_expired_backup thread_timer_expired no_virtual_ipaddress nb_get_retry tls_compliant sni_name dynamic",
  "whole_skew nat_mask laddr_group_name real_group multihop real_server_group CI-LINUX",
].flatMap((line) => line.split(" "));

/** Baton's own, with all that stands in them. */
const OURS = ["MYSQL_CHECK", "only_while_master", "standby"];
/** Words of keepalived's that Baton takes in these places too. */
const OUR_PLACES = ["virtual_server / rise", "virtual_server / real_server / rise"];

/** Blocks that want more than their name. */
const HEADS: Readonly<Record<string, string>> = {
  vrrp_instance: "vrrp_instance V {\ninterface eth0\nvirtual_router_id 5\nvirtual_ipaddress {\n10.0.0.1\n}",
  virtual_server: "virtual_server 10.0.0.1 80 {",
  real_server: "real_server 10.0.0.2 80 {",
};
const head = (name: string): string =>
  HEADS[name] ?? (/_(script|file|process|group|instance)$/.test(name) ? `${name} x {` : `${name} {`);

const argument = ({ value }: KeywordSpec): string => {
  if (value.kind === "none" || value.kind === "flag") return "";
  if (value.kind === "address") return " 10.0.0.9";
  if (value.kind === "choice") return ` ${value.of[0]}`;
  return value.kind === "int" || value.kind === "seconds" ? ` ${Math.max(1, value.min)}` : " x";
};

interface Position {
  readonly keyword: string;
  readonly path: string;
  readonly text: string;
}

const positions = (block: BlockSpec, path: readonly string[]): Position[] =>
  [...block.keywords.values()].flatMap((spec) => {
    const line = spec.block ? `${head(spec.name)}\n}` : spec.name + argument(spec);
    const text = [...path.map(head), line, ...path.map(() => "}"), ""].join("\n");
    const inner = spec.block && !spec.block.list ? positions(spec.block, [...path, spec.name]) : [];
    return [{ keyword: spec.name, path: [...path, spec.name].join(" / "), text }, ...inner];
  });

const LOOP = `ip link add eth0 type veth peer name eth1 && ip link set eth0 up
for file in "$1"/*.conf; do
  echo "== $file"
  timeout 5 "$0" -t -f "$file" 2>&1
done`;

test.skipIf(keepalived === "")(
  "keepalived 2.2.7 knows every keyword in its place, but for those listed",
  { timeout: 300_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "baton-keywords-"));
    try {
      const all = positions(root, []);
      expect(all.length).toBeGreaterThan(500);
      const nameOf = (index: number): string => join(folder, `${String(index).padStart(4, "0")}.conf`);
      all.forEach(({ text }, index) => {
        writeFileSync(nameOf(index), text);
      });
      const args = ["--net", "--mount", "sh", "-c", LOOP, keepalived, folder];
      const { stdout } = spawnSync("unshare", args, {
        encoding: "utf8",
        timeout: 290_000,
        maxBuffer: 64 * 1024 * 1024,
      });
      const reports = stdout.split(/^== .*$/m).slice(1);
      expect(reports.length).toBe(all.length);
      const theirs = ({ path }: Position): boolean =>
        !OUR_PLACES.includes(path) && !path.split(" / ").some((part) => OURS.includes(part));
      const unknown = all.filter(({ keyword }, index) => reports[index]?.includes(`Unknown keyword '${keyword}'`));
      expect(
        unknown
          .filter(theirs)
          .filter(({ keyword }) => !UNKNOWN_TO_2_2_7.includes(keyword))
          .map(({ path }) => path),
      ).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
