import { millis } from "@baton/shared/base/duration.ts";
import { recognise } from "@baton/shared/contract/sentences.ts";
import { expect, test } from "vitest";
import { judgeExit } from "../core/health/expect/exit-status.ts";
import { judgeFile } from "../core/health/expect/file-number.ts";
import { judgeHttp } from "../core/health/expect/http.ts";
import { judgeMysql } from "../core/health/expect/mysql.ts";
import { judgeUdpReply } from "../core/health/expect/udp-reply.ts";
import { refusalOf } from "../core/vrrp/accept-advert.ts";
import type { Advert } from "../core/vrrp/advert.ts";
import { testParams } from "../core/vrrp/testing/params.ts";
import { CALLED_OFF } from "../io/probe/within.ts";
import { plainServer } from "../core/ipvs/group.testing.ts";
import { addingLine, quorumLine, removingLine } from "./services/wording.ts";
import { addressEvent, refusedEvent, tell } from "./vrrp/describe.ts";

/** What the dashboard shows under its own headings, by those who make it: each must be known there, or it stays English. */

const unknown = (sentences: readonly string[]): readonly string[] =>
  sentences.filter((sentence) => recognise(sentence) === null);

test("the lines of an instance's events", () => {
  const cause =
    "no advert from 192.168.1.2 (priority 100) for 3609 ms, the last came 3611 ms ago; own timer was 7 ms late";
  const transitions = (["initialize", "backup", "master", "fault"] as const).flatMap(
    (to) => tell("VI_1", "eth0", { type: "transition", from: "backup", to, cause, priority: 100 }, 0).events,
  );
  const ended = (["lease-ended", "released"] as const).flatMap(
    (reason) => tell("VI_1", "eth0", { type: "takeover-ended", reason, cause: "released by ann" }, 0).events,
  );
  const address = addressEvent("address.added", "VI_1", "2001:db8::1/64", "eth0", 0, "set");
  const texts = [...transitions, ...ended, address].map(({ text }) => text);
  expect(texts).toHaveLength(7);
  expect(unknown(texts)).toEqual([]);
});

test("why an advert is not listened to, and the line that tells it first", () => {
  const params = testParams({ priority: 100 });
  const advert: Advert = {
    version: 2,
    virtualRouterId: params.virtualRouterId,
    priority: 90,
    interval: params.advertInterval,
    addresses: params.addresses,
    authType: params.authType,
    authData: params.authData,
  };
  const wrong: readonly Advert[] = [
    { ...advert, version: 3 },
    { ...advert, authType: 7 },
    { ...advert, interval: millis(5000) },
    { ...advert, addresses: [] },
    { ...advert, addresses: ["10.0.0.9", "10.0.0.8"] },
  ];
  const details = wrong.flatMap((each) => refusalOf(params, each)?.detail ?? []);
  expect(details).toHaveLength(wrong.length);
  expect(unknown(details)).toEqual([]);
  expect(unknown(details.map((detail) => refusedEvent("VI_1", "x", "10.0.0.5", detail, 0).text))).toEqual([]);
});

test("what checks find wrong", () => {
  const url = { path: "/health", statusCodes: [{ from: 200, to: 299 }], digest: "aa", virtualHost: null };
  const check = { requireWritable: true, requireReplication: false, maxLag: null, weightByLag: null };
  const outcomes = [
    judgeHttp(url, { status: 503, digest: null, found: null }),
    judgeHttp(url, { status: 200, digest: "bb", found: null }),
    judgeExit({ dynamic: false }, { code: 1, detail: "exit status 1: lag is too long" }),
    judgeFile("load", 1, { weight: 0, reverse: false }),
    judgeUdpReply({ pattern: "ab", minLength: 4, maxLength: 9 }, Uint8Array.of(1)),
    judgeUdpReply({ pattern: "ab", minLength: 1, maxLength: 9 }, Uint8Array.of(1)),
    judgeMysql(check, { serverId: 1, readOnly: true, rows: [] }),
    judgeMysql({ ...check, requireWritable: false }, { serverId: 1, readOnly: false, rows: [] }, "10.0.0.6:3306"),
    CALLED_OFF,
  ];
  const reasons = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.reason]));
  expect(reasons).toHaveLength(outcomes.length);
  expect(unknown(reasons)).toEqual([]);
});

test("the lines of a virtual server's events", () => {
  const server = { address: "192.168.1.6", port: 3306 };
  const services = [plainServer(), plainServer({ mark: 5 })];
  const lines = services.flatMap((service) => [
    addingLine(server, service),
    removingLine(server, service),
    quorumLine(true, service, 3),
    quorumLine(false, service, 0),
  ]);
  expect(unknown(lines)).toEqual([]);
});
