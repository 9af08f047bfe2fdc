import type { BoundEntry } from "../bind.ts";
import type { Checker } from "../model-checks.ts";
import { compileBfdCheck } from "./bfd-check.ts";
import { type CheckDefaults, CheckReader } from "./check-reader.ts";
import { compileDnsCheck } from "./dns-check.ts";
import { compileFileCheck } from "./file-check.ts";
import { compileHttpCheck } from "./http-check.ts";
import { compileMiscCheck } from "./misc-check.ts";
import { compileMysqlCheck } from "./mysql-check.ts";
import type { Complaints } from "./reader.ts";
import { compileSmtpCheck } from "./smtp-check.ts";
import { compileTcpCheck } from "./tcp-check.ts";
import { compileUdpCheck } from "./udp-check.ts";

/** Null for what is no checker, and for one that lacks what it can't do without; that has been reported then. */
export const compileChecker = (entry: BoundEntry, from: CheckDefaults, say: Complaints): Checker | null => {
  const { block } = entry;
  if (!block) return null;
  const check = new CheckReader(block, from);
  switch (entry.spec.name) {
    case "TCP_CHECK":
      return compileTcpCheck(block, check, say);
    case "HTTP_GET":
    case "SSL_GET":
      return compileHttpCheck(entry.spec.name, entry, block, check, say);
    case "SMTP_CHECK":
      return compileSmtpCheck(block, check, say);
    case "DNS_CHECK":
      return compileDnsCheck(block, check, say);
    case "UDP_CHECK":
      return compileUdpCheck(block, check, say);
    case "PING_CHECK":
      return check.usual("PING_CHECK", { retry: 1, delayBeforeRetry: 1 });
    case "BFD_CHECK":
      return compileBfdCheck(entry, block, check, say);
    case "FILE_CHECK":
      return compileFileCheck(entry, block, check, say);
    case "MISC_CHECK":
      return compileMiscCheck(entry, block, check, say);
    case "MYSQL_CHECK":
      return compileMysqlCheck(entry, block, check, say);
    default:
      return null;
  }
};
