import { stat } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { Http } from "../deps.ts";
import { problemOf } from "./problems.ts";

const YEAR_S = 31_536_000;

const isPage = (method: string, url: string, accept: string | undefined): boolean =>
  method === "GET" && !url.startsWith("/api/") && (accept ?? "").includes("text/html");

/**
 * Serves the dashboard. Its paths are the browser's own affair, so every unknown page is index.html; an unknown API
 * path or file is a problem.
 */
export const installWeb = async (http: Http, folder: string | null): Promise<void> => {
  const served = folder !== null && (await stat(join(folder, "index.html")).catch(() => null)) !== null;
  if (served) {
    await http.register(fastifyStatic, {
      root: folder,
      cacheControl: false,
      setHeaders: (response, path) => {
        const hashed = path.startsWith(join(folder, "assets"));
        response.header("cache-control", hashed ? `public, max-age=${YEAR_S}, immutable` : "no-cache");
      },
    });
  }
  http.setNotFoundHandler((request, reply) => {
    if (served && isPage(request.method, request.url, request.headers.accept)) {
      return reply.header("cache-control", "no-cache").sendFile("index.html");
    }
    const detail = `There is nothing at ${request.method} ${request.url.split("?")[0]}.`;
    return reply
      .code(404)
      .type("application/problem+json")
      .send(JSON.stringify(problemOf(404, "request.not-found", detail)));
  });
};
