import { main } from "./lib/command.mjs";
import { setUp } from "./lib/set-up.mjs";

main(() => setUp());
