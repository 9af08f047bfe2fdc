import { HIGHEST_NICE, ownSession, setNice } from "../../io/schedule/scheduling.ts";
import { runChild } from "../child.ts";
import { startWitness } from "../witness/start-witness.ts";

// A late probe is a gap that no client felt. Where priority is refused the report still says how late the witness was.
if (setNice(HIGHEST_NICE) === null) ownSession(HIGHEST_NICE);
runChild("witness", startWitness);
