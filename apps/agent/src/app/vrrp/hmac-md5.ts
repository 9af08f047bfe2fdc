import { createHmac } from "node:crypto";
import type { Hmac } from "../../core/packet/authentication-header.ts";

export const hmacMd5: Hmac = (key, bytes) => createHmac("md5", key).update(bytes).digest();
