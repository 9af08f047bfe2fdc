import { createHash } from "node:crypto";
import path from "node:path";
import { repositoryRoot } from "../vm/paths.ts";

const root = repositoryRoot();

export const repositoryPath = (...parts: string[]): string => path.join(root, ...parts);

/** Two checkouts on one machine get two labs. */
export const LAB_ID = createHash("sha256").update(root).digest("hex").slice(0, 6);

/** Prepared once by `lab prepare`, only read afterwards. */
export const SEED_DIR = repositoryPath(".baton", "lab", "seed");

/** Everything a running lab writes: a tmpfs of its own, gone when it ends. */
export const runtimeDir = (labId: string): string => `/run/baton-${labId}`;
