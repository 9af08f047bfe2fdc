import { runChild } from "../child.ts";
import { startWitness } from "../witness/start-witness.ts";

runChild("witness", startWitness);
