import { millis } from "@baton/shared/base/duration.ts";
import { AUTH_NONE } from "../advert.ts";
import type { RouterParams } from "../params.ts";

/** A plain version 2 router with an advert a second and no second bursts. */
export const testParams = (changes: Partial<RouterParams> = {}): RouterParams => ({
  name: "VI_1",
  virtualRouterId: 51,
  version: 2,
  priority: 100,
  advertInterval: millis(1000),
  downTimerAdverts: 3,
  preempt: true,
  preemptDelay: millis(0),
  addresses: ["192.168.1.100"],
  authType: AUTH_NONE,
  authData: new Uint8Array(8),
  authKey: new Uint8Array(8),
  unicastPeers: [],
  group: "224.0.0.18",
  checkUnicastSource: false,
  wholeSkew: false,
  family: "inet",
  checksumAsV2: false,
  silentToWeaker: false,
  advertBeforeYield: false,
  deafAsOwner: false,
  skipAddressCheck: false,
  stallPeerPriority: null,
  unicastTtl: null,
  peerTtls: [],
  garp: {
    repeat: 5,
    delay: millis(0),
    refresh: millis(0),
    refreshRepeat: 1,
    lowerPriorityRepeat: 5,
    lowerPriorityDelay: millis(0),
  },
  ...changes,
});
