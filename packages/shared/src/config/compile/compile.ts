import { familyOf } from "../../net/ip-address.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { ConfigModel, VirtualServer, VrrpInstance } from "../model.ts";
import type { Report } from "../report.ts";
import { serviceNames } from "../service-name.ts";
import { compileAnnouncePauses } from "./announce-pauses.ts";
import { compileBfdInstances } from "./bfd-instance.ts";
import { compileClientCertificate } from "./client-certificate.ts";
import { compileDaemonScripts } from "./daemon-scripts.ts";
import { finishChecks } from "./finish-checks.ts";
import { compileIpvsSettings, compileNamespace } from "./ipvs-settings.ts";
import { compileMail } from "./mail.ts";
import { compileNotifyPipes } from "./notify-pipes.ts";
import { byName, type Complaints, complaints, entriesOf, entryOf, flagOf, stringOf } from "./reader.ts";
import { compileReloading } from "./reloading.ts";
import { Preferences } from "./rules.ts";
import { compileServerGroups, type ServerGroups } from "./server-group.ts";
import type { ServiceReader } from "./services.ts";
import { compileStatics, sayTrackGroups } from "./statics.ts";
import { compileSyncDaemon } from "./sync-daemon.ts";
import { compileSyncGroups } from "./sync-group.ts";
import { compileTrackers } from "./trackers.ts";
import { compileVirtualServer } from "./virtual-server.ts";
import { VmacNames } from "./vmac.ts";
import { compileVrrpGlobals } from "./vrrp-globals.ts";
import { compileInstance } from "./vrrp-instance.ts";

/** Meaning, with every default filled in. Worth using only when nothing was reported as an error. */
export const compile = (root: BoundBlock, services: ServiceReader, report: Report): ConfigModel => {
  const say = complaints(report);
  const globals = mergedGlobals(root);
  const trackers = { ...compileTrackers(root, say), ...compileBfdInstances(root, say) };
  const groups = compileServerGroups(root, entryOf(globals, "nftables_ipvs") !== null, say);
  const preferences = new Preferences();
  const vmacNames = new VmacNames();
  const statics = compileStatics(root, globals, preferences, say);
  const vrrpInstances = entriesOf(root, "vrrp_instance").flatMap((entry) =>
    report.hopeless() ? [] : (compileInstance(entry, globals, trackers, { preferences, vmacNames }, say) ?? []),
  );
  const compileLate = lateCompiler(groups, report, say);
  const found = services.finish((entry) => (report.hopeless() ? null : compileLate(entry)));
  const virtualServers = finishChecks(found, globals, trackers, say);
  sayInstanceClashes(vrrpInstances, say);
  sayServerClashes(virtualServers, say);
  const model: ConfigModel = {
    globals: {
      routerId: stringOf(globals, "router_id"),
      ...(flagOf(globals, "rs_init_notifies") === true ? { notifyAtStart: true } : {}),
      ...compileVrrpGlobals(globals, say),
      ...compileNotifyPipes(globals, say),
      ...compileDaemonScripts(globals, say),
      ...compileAnnouncePauses(root, globals),
      ...compileClientCertificate(root, say),
      ...compileMail(root, globals, say),
      ...compileSyncDaemon(root, globals, vrrpInstances, say),
      ...compileNamespace(root, say),
      ...compileReloading(root, globals, say),
      ...compileIpvsSettings(root, globals, say),
    },
    virtualServers,
    ...trackers,
    ...statics,
    ...compileSyncGroups(root, { vrrpInstances, ...trackers }, say),
  };
  sayTrackGroups(root, model, say);
  return model;
};

/** Of groups, written out: what a host's table could hold with some memory to spare. */
const MOST_SERVICES = 131_072;

/** A group that thousands of virtual servers name would be written out as often. */
const lateCompiler = (groups: ServerGroups, report: Report, say: Complaints) => {
  let services = 0;
  return (entry: BoundEntry): VirtualServer | null => {
    const server = compileVirtualServer(entry, say, groups);
    services += server?.group?.services.length ?? 0;
    if (server && services > MOST_SERVICES)
      report.abort({
        severity: "error",
        code: "config.too-large",
        range: server.range,
        message: `the groups, written out for each virtual_server, have more than ${MOST_SERVICES} services`,
      });
    return server;
  };
};

/** Several global_defs are one; the later wins. */
const mergedGlobals = (root: BoundBlock): BoundBlock | null => {
  const blocks = entriesOf(root, "global_defs").flatMap((entry) => entry.block ?? []);
  const [first] = blocks;
  if (!first) return null;
  const index = new Map<string, readonly BoundEntry[]>();
  for (const { entries } of blocks) for (const [name, same] of byName(entries)) index.set(name, same);
  return { spec: first.spec, entries: blocks.flatMap((block) => block.entries), index, lines: first.lines };
};

const sayInstanceClashes = (instances: readonly VrrpInstance[], say: Complaints): void => {
  const names = new Map<string, VrrpInstance>();
  const routers = new Map<string, VrrpInstance>();
  const addresses = new Map<string, VrrpInstance>();
  for (const instance of instances) {
    if (names.has(instance.name))
      say.error(instance.range, "config.duplicate-name", `there are two instances named ${instance.name}`);
    names.set(instance.name, instance);
    const first = instance.virtualAddresses[0];
    const family = first ? familyOf(first.address) : "inet";
    // Of one group: different ones may share a VRID.
    const key = `${instance.interface} ${family} ${instance.virtualRouterId} ${instance.multicastGroup ?? ""}`;
    const other = routers.get(key);
    if (other)
      say.error(
        instance.range,
        "config.duplicate-vrid",
        `${instance.name} and ${other.name} both use virtual_router_id ${instance.virtualRouterId} on ${instance.interface}`,
      );
    routers.set(key, instance);
    sayAddressClashes(instance, addresses, say);
  }
};

const sayAddressClashes = (instance: VrrpInstance, addresses: Map<string, VrrpInstance>, say: Complaints): void => {
  for (const { address, interface: device } of [...instance.virtualAddresses, ...instance.excludedAddresses]) {
    const key = `${address} ${device}`;
    const other = addresses.get(key);
    if (other && other !== instance)
      say.error(
        instance.range,
        "config.duplicate-address",
        `${address} belongs to both ${other.name} and ${instance.name}`,
      );
    addresses.set(key, instance);
  }
};

const sayServerClashes = (servers: readonly VirtualServer[], say: Complaints): void => {
  const seen = new Set<string>();
  for (const server of servers) {
    const names = serviceNames(server);
    const clash = names.find((name) => seen.has(name));
    if (clash !== undefined)
      say.error(server.range, "config.duplicate-server", `virtual server ${clash} is there twice`);
    for (const name of names) seen.add(name);
  }
};
