import { expect, test } from "vitest";
import { apiPath } from "./paths.ts";

test("paths escape what they carry", () => {
  expect([
    apiPath.session(),
    apiPath.events({ limit: 50 }),
    apiPath.events({ before: 7, node: "lvs 1&2", severity: "warning", limit: 50 }),
    apiPath.drillPreflight("VI/1"),
    apiPath.drillRelease("a/b"),
  ]).toEqual([
    "/api/v1/session",
    "/api/v1/events?limit=50",
    "/api/v1/events?node=lvs+1%262&severity=warning&before=7&limit=50",
    "/api/v1/drills/preflight?instance=VI%2F1",
    "/api/v1/drills/a%2Fb/release",
  ]);
});
