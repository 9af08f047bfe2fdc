import type { BoundEntry } from "../bind.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { ForwardingMethod } from "../model.ts";
import type { Complaints } from "./reader.ts";

const METHODS: readonly ForwardingMethod[] = ["NAT", "DR", "TUN"];

/** lb_kind / lvs_method: NAT, DR or TUN; null when it is wrong, which has been reported then. */
export const forwardingOf = (entry: BoundEntry, say: Complaints): ForwardingMethod | null => {
  const [name, ...options] = entry.args;
  if (!name) return null;
  const method = METHODS.find((candidate) => candidate === name.value);
  if (!method) {
    const near = didYouMean(name.value, METHODS);
    const reason = name.value === "FNAT" ? "; FNAT exists in DPVS only" : "";
    say.error(
      name,
      "config.bad-value",
      `${entry.spec.name}: '${name.value.slice(0, 60)}' is not one of NAT, DR, TUN${reason}`,
      near ? `did you mean '${near}'?` : undefined,
    );
    return null;
  }
  const [type, kind, ...rest] = options;
  if (!type) return method;
  const ipip = method === "TUN" && type.value === "type" && kind?.value === "ipip" && rest.length === 0;
  if (!ipip)
    say.error(
      type,
      "config.not-implemented",
      `'${type.value}' behind ${method} is not implemented yet: tunnels are plain IP in IP`,
    );
  return method;
};
