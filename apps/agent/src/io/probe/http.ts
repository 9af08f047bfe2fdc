import { createHash } from "node:crypto";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { CheckedUrl, HttpCheck } from "@baton/shared/config/model-checks.ts";
import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { judgeHttp } from "../../core/health/expect/http.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { classifyFailure, TIMED_OUT } from "./classify.ts";

/** A page of more bytes than this has no digest that is waited for. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** The MD5 of the body, or null when it is not wanted: then the body is not read. */
const digestOf = (response: IncomingMessage, wanted: boolean): Promise<string | null> => {
  if (!wanted) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const hash = createHash("md5");
    let size = 0;
    response.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) reject(new Error(`the body has more than ${MAX_BODY_BYTES} bytes`));
      else hash.update(chunk);
    });
    response.once("end", () => resolve(hash.digest("hex")));
    response.once("aborted", () => reject(new Error("the connection ended within the body")));
    response.once("error", reject);
  });
};

const optionsOf = (check: HttpCheck, url: CheckedUrl) => {
  const host = url.virtualHost ?? formatEndpoint({ address: check.connectAddress, port: check.connectPort });
  return {
    host: check.connectAddress,
    port: check.connectPort,
    path: url.path,
    method: "GET",
    agent: false as const,
    headers: { host, "user-agent": "Baton", connection: "close" },
    maxHeaderSize: 64 * 1024,
    ...(check.bindAddress === null ? {} : { localAddress: check.bindAddress }),
  };
};

/** One page. The connect timeout is the time for all of it, so that a server that dribbles can't hold the probe. */
const probeUrl = (check: HttpCheck, url: CheckedUrl, signal: AbortSignal): Promise<ProbeOutcome> =>
  new Promise((resolve) => {
    const options = optionsOf(check, url);
    const request =
      check.kind === "SSL_GET"
        ? // Like keepalived, which never verifies here: it asks whether the server serves, not who it is.
          requestHttps({ ...options, rejectUnauthorized: false, servername: check.serverName ?? "" })
        : requestHttp(options);
    const end = (outcome: ProbeOutcome): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      request.destroy();
      resolve(outcome);
    };
    const abort = (): void => end({ ok: false, kind: "other", reason: "the probe was called off" });
    const timer = setTimeout(() => end(TIMED_OUT), check.connectTimeout);
    const fail = (error: Error): void => {
      const failure = classifyFailure(error);
      end({ ...failure, reason: `${url.path}: ${failure.reason}` });
    };
    signal.addEventListener("abort", abort);
    // Both stay on after the end: a late error of a destroyed request must not become an exception.
    request.on("error", fail);
    request.once("response", (response) => {
      response.on("error", fail);
      digestOf(response, url.digest !== null).then(
        (digest) => end(judgeHttp(url, { status: response.statusCode ?? 0, digest })),
        fail,
      );
    });
    request.end();
  });

/** All pages in order, up to the first that is not as described. Never rejects. */
export const probeHttp = async (check: HttpCheck, signal: AbortSignal): Promise<ProbeOutcome> => {
  for (const url of check.urls) {
    const outcome = await probeUrl(check, url, signal);
    if (!outcome.ok) return outcome;
  }
  return { ok: true };
};
