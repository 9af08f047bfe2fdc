import type { TrackedItem } from "@baton/shared/config/model-track.ts";
import { expect, test } from "vitest";
import { instance } from "./testing/params.ts";
import { judgeTracks, type TrackKind, type TrackResult, trackKey } from "./track.ts";
