import { type Millis, millis } from "@baton/shared/base/duration.ts";
import type { RouterParams } from "./params.ts";

/**
 * How long a router of this priority waits longer than a stronger one. Version 2: a part of one second (RFC 3768
 * section 6.1). Version 3: the same part of the master's interval (RFC 5798 section 6.1).
 */
export const skewTime = (version: 2 | 3, priority: number, masterInterval: Millis): Millis =>
  millis(((256 - priority) / 256) * (version === 2 ? 1000 : masterInterval));

/** The skew of a hand-over, at its longest. One wake-up of a busy host is within it; no client waits that long to retry. */
const HAND_OVER_SPREAD_MS = 20;

/**
 * What is left of the skew when the known master resigned. The order by priority stays; that two routers of nearly the
 * same priority may both begin is settled by their first adverts (docs/adr/0007).
 */
export const handOverTime = (version: 2 | 3, priority: number, masterInterval: Millis): Millis =>
  millis(Math.min(skewTime(version, priority, masterInterval), ((256 - priority) / 256) * HAND_OVER_SPREAD_MS));

/** The time in which a living master must have been heard once. */
export const oneMissedAdvert = (params: RouterParams, priority: number): Millis =>
  millis(params.advertInterval + skewTime(params.version, priority, params.advertInterval));

/** The time without an advert after which a backup becomes master. */
export const masterDownTime = (params: RouterParams, priority: number, masterInterval: Millis): Millis =>
  millis(params.downTimerAdverts * masterInterval + skewTime(params.version, priority, masterInterval));
