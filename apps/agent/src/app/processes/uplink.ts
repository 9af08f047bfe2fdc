import { runChild } from "../child.ts";
import { startUplink } from "../uplink/start-uplink.ts";

runChild("uplink", startUplink);
