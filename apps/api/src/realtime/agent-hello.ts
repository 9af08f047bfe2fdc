import type { Hello, HelloReply } from "@baton/shared/contract/agent-hub.ts";
import { CONTRACT_VERSION } from "@baton/shared/contract/version.ts";

type Refusal = Extract<HelloReply, { type: "refused" }>;

export const refusal = (code: Refusal["code"], message: string): Refusal => ({ type: "refused", code, message });

/** Why this hello cannot be taken on that node's connection, or null. */
export const helloRefusal = (hello: Hello, node: string): Refusal | null => {
  if (hello.contract !== CONTRACT_VERSION) {
    const code = hello.contract < CONTRACT_VERSION ? "contract-too-old" : "contract-too-new";
    const spoken = `This hub speaks contract ${CONTRACT_VERSION}, the agent ${hello.contract}`;
    return refusal(code, `${spoken}: update the older one.`);
  }
  if (hello.node !== node) return refusal("name-taken", `This key belongs to ${node}, not to ${hello.node}.`);
  return null;
};
