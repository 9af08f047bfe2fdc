import { runChild } from "../child.ts";
import { startHost } from "../host/start-host.ts";

runChild("host", startHost);
