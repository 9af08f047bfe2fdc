import { expect, test } from "vitest";
import { recognise, SENTENCES, type SentenceCode } from "./sentences.ts";

const SAMPLE: Readonly<Record<string, string>> = {
  ...{ ms: "3000", ago: "2990", priority: "100", count: "3", address: "fe80::1", name: "VG_1", kind: "TCP_CHECK" },
  ...{
    target: "[192.168.1.5]:3306",
    who: "ann",
    why: "connection refused: really",
    seconds: "12",
    source: "db2:3306",
    value: "0",
    wanted: "1",
    prefix: "32",
  },
  ...{ n: "5", code: "503", pid: "812", weight: "3", quorum: "2", margin: "1", bar: "3", version: "3" },
  ...{ word: "REFUSED", device: "eth0", release: "0.1.0", digest: "d41d8cd9", signal: "SIGKILL", words: "an upgrade" },
  ...{ keyword: "notify_master", program: "/usr/bin/tell", path: "/etc/keepalived/keepalived.conf" },
  ...{ place: "/health", tracker: "VRRP_Script", track: "script", auth: "PASS", roles: "director, witness" },
  ...{ pool: "[192.168.1.100]:3306", service: "TCP 192.168.1.100:3306", cidr: "192.168.1.100/24" },
  addresses: "192.168.1.100, 192.168.1.101",
};
/** `ms2` is as `ms`. */
const sampleOf = (field: string): string => SAMPLE[field.replace(/\d+$/, "")] ?? "";
const fill = (template: string): string => template.replace(/\{(\w+)\}/g, (_, field: string) => sampleOf(field));

test.each(Object.entries(SENTENCES))("%s is recognised by itself alone", (code, template) => {
  const fields = [...template.matchAll(/\{(\w+)\}/g)].map(([, field]) => field ?? "");
  const args = Object.fromEntries(fields.map((field) => [field, sampleOf(field)]));
  expect(recognise(fill(template))).toEqual({ code, args, lag: null });
});

test("a late timer is remarked", () => {
  expect(recognise("192.168.1.2 resigned with priority 0; own timer was 12 ms late")).toEqual({
    ...{ code: "resigned" satisfies SentenceCode, args: { address: "192.168.1.2" }, lag: "12" },
  });
});

test.each(["", "a sentence of tomorrow", `takeover by command of ${"x".repeat(1000)}`, "resigned with priority 0"])(
  "'%s' is shown as it is",
  (sentence) => expect(recognise(sentence)).toBeNull(),
);
