import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import type { Socket } from "node:net";
import { connect as connectTls, type SecureContext } from "node:tls";
import { errorText } from "@baton/shared/base/error-text.ts";
import type { CheckedUrl, HttpCheck } from "@baton/shared/config/model-checks.ts";
import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { judgeHttp } from "../../core/health/expect/http.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { openStream } from "./bound-socket.ts";
import { classifyFailure } from "./classify.ts";
import { readPage } from "./http-page.ts";
import { searchPage } from "./http-search.ts";
import { probeWithin } from "./within.ts";

const USER_AGENT = "Baton";

/** SSL_GET's context: null without a certificate of our own. Rejects with a sentence. */
export type ContextOf = () => Promise<SecureContext | null>;

/** Node words every request as HTTP/1.1; keepalived as 1.0 unless told otherwise. */
const sayOlderVersion = (socket: Socket): Socket => {
  const { write } = socket;
  const first = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    socket.write = write;
    const text = Buffer.from(chunk).toString("latin1").replace(" HTTP/1.1\r\n", " HTTP/1.0\r\n");
    const callback = rest.find((each) => typeof each === "function");
    return socket.write(text, "latin1", callback as (() => void) | undefined);
  };
  socket.write = first;
  return socket;
};

const connectFor = (check: HttpCheck, url: CheckedUrl, context: SecureContext | null): Socket => {
  const socket = openStream(check);
  if (check.kind === "HTTP_GET") return socket;
  const servername = check.serverName ?? url.serverName;
  // Like keepalived, which never verifies here: it asks whether the server serves, not who it is.
  return connectTls({
    socket,
    rejectUnauthorized: false,
    ...(servername === undefined ? {} : { servername }),
    ...(context ? { secureContext: context } : {}),
  });
};

interface Asked {
  readonly request: ClientRequest;
  /** Ends the connection, after a good-bye where TLS is to have one. */
  readonly end: () => void;
}

/** How long the good-bye may take to leave, milliseconds. */
const GOOD_BYE_MS = 1000;

const endTls = (request: ClientRequest, socket: Socket): void => {
  if (socket.connecting || socket.destroyed) return void request.destroy();
  const last = setTimeout(() => request.destroy(), GOOD_BYE_MS);
  // Sends close_notify; what else the server says is thrown away.
  socket.end(() => {
    clearTimeout(last);
    request.destroy();
  });
};

const requestOf = (check: HttpCheck, url: CheckedUrl, context: SecureContext | null): Asked => {
  const socket = connectFor(check, url, context);
  const host = url.virtualHost ?? formatEndpoint({ address: check.connectAddress, port: check.connectPort });
  const { protocol } = check;
  const request = requestHttp({
    createConnection: () => (protocol === "1.1" ? socket : sayOlderVersion(socket)),
    path: url.path,
    method: "GET",
    setDefaultHeaders: false,
    headers: { "user-agent": USER_AGENT, host, ...(protocol === undefined ? {} : { connection: "close" }) },
    maxHeaderSize: 64 * 1024,
  });
  // One that fails before the request has taken it over must not become an exception.
  socket.on("error", (error) => request.destroy(error));
  const politely = check.kind === "SSL_GET" && url.closesTls === true;
  return { request, end: () => (politely ? endTls(request, socket) : void request.destroy()) };
};

const judgePage = async (url: CheckedUrl, response: IncomingMessage): Promise<ProbeOutcome> => {
  const { digest, beginning } = await readPage(response, url);
  const found = url.pattern ? searchPage(url.pattern, beginning) : null;
  return judgeHttp(url, { status: response.statusCode ?? 0, digest, found });
};

/** One page. The connect timeout is the time for all of it, so that a server that dribbles can't hold the probe. */
const probeUrl = (
  check: HttpCheck,
  url: CheckedUrl,
  context: SecureContext | null,
  signal: AbortSignal,
): Promise<ProbeOutcome> =>
  probeWithin(check.connectTimeout, signal, (end) => {
    const fail = (error: Error): void => {
      const failure = classifyFailure(error);
      end({ ...failure, reason: `${url.path}: ${failure.reason}` });
    };
    const { request, end: close } = requestOf(check, url, context);
    // Both stay on after the end: a late error of a destroyed request must not become an exception.
    request.on("error", fail);
    request.once("response", (response) => {
      response.on("error", fail);
      judgePage(url, response).then(end, fail);
    });
    request.end();
    return close;
  });

/** All pages in order, up to the first that is not as described. Never rejects. */
export const probeHttp = async (
  check: HttpCheck,
  signal: AbortSignal,
  contextOf: ContextOf = () => Promise.resolve(null),
): Promise<ProbeOutcome> => {
  let context: SecureContext | null = null;
  try {
    if (check.kind === "SSL_GET") context = await contextOf();
  } catch (error) {
    return { ok: false, kind: "other", reason: errorText(error) };
  }
  for (const url of check.urls) {
    const outcome = await probeUrl(check, url, context, signal);
    if (!outcome.ok) return outcome;
  }
  return { ok: true };
};
