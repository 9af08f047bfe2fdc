import type { BoundBlock } from "../bind.ts";
import type { GlobalDefs } from "../model.ts";
import { type Complaints, entryOf, stringOf } from "./reader.ts";

/** The SSL block: what SSL_GET shows of itself. */
export const compileClientCertificate = (root: BoundBlock, say: Complaints): Pick<GlobalDefs, "clientCertificate"> => {
  const entry = entryOf(root, "SSL");
  const block = entry?.block;
  if (!entry || !block) return {};
  const [certificate, key] = [stringOf(block, "certificate"), stringOf(block, "key")];
  if ((certificate === null) !== (key === null))
    say.error(entry.keyword, "config.missing-value", "a certificate needs its key, and a key its certificate");
  return {
    clientCertificate: { certificate, key, ca: stringOf(block, "ca"), password: stringOf(block, "password") },
  };
};
