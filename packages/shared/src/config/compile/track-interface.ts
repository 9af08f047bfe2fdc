import type { BoundBlock } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { TrackedInterface, VrrpInstance } from "../model.ts";
import { interfaceName } from "./addresses.ts";
import { type Complaints, entryOf } from "./reader.ts";

/** The lines of track_interface: IF [weight -253..253] [reverse]. Repetitions and the instance's own interface are left out. */
export const compileTrackInterface = (
  instance: BoundBlock,
  own: string,
  say: Complaints,
): Pick<VrrpInstance, "trackInterfaces"> => {
  const tracked = new Map<string, TrackedInterface>();
  for (const { words } of entryOf(instance, "track_interface")?.block?.lines ?? []) {
    const [first, ...options] = words;
    if (!first) continue;
    const name = interfaceName(first, say);
    const entry = { interface: name, ...optionsOf(options, say) };
    if (name === own)
      say.warning(first, "config.no-effect", `${name} is the instance's own interface, which is tracked anyway`);
    else if (tracked.has(name))
      say.warning(first, "config.repeated", `${name} is tracked already; this line has no effect`);
    else tracked.set(name, entry);
  }
  return tracked.size > 0 ? { trackInterfaces: [...tracked.values()] } : {};
};

const optionsOf = (options: readonly Token[], say: Complaints): Omit<TrackedInterface, "interface"> => {
  let weight = 0;
  let reverse = false;
  for (let i = 0; i < options.length; i++) {
    const option = options[i];
    if (option?.value === "weight") {
      i++;
      weight = weightOf(option, options[i], say);
    } else if (option?.value === "reverse") reverse = true;
    else if (option)
      say.error(
        option,
        "config.bad-value",
        `'${option.value.slice(0, 60)}' is not an option of a tracked interface`,
        "weight N and reverse are",
      );
  }
  return { weight, reverse };
};

const weightOf = (option: Token, value: Token | undefined, say: Complaints): number => {
  if (value && /^[+-]?\d{1,3}$/.test(value.value) && Math.abs(Number(value.value)) <= 253) return Number(value.value);
  say.error(
    value ?? option,
    "config.bad-value",
    "the weight of a tracked interface is a whole number from -253 to 253",
  );
  return 0;
};
