import { directorSchema, serviceViewSchema, virtualRouterViewSchema } from "@baton/shared/contract/http/fleet.ts";
import * as z from "zod";
import { directors } from "../../domain/views/directors.ts";
import { services } from "../../domain/views/services.ts";
import { virtualRouters } from "../../domain/views/virtual-routers.ts";
import type { Http, HttpDeps } from "../deps.ts";

export const fleetRoutes = (http: Http, { fleet, clock }: HttpDeps): void => {
  const list = <T extends z.ZodType>(item: T) => ({ tags: ["fleet"], response: { 200: z.array(item) } });

  http.get("/directors", { schema: list(directorSchema) }, async () => directors(fleet.fleet()));

  http.get("/virtual-routers", { schema: list(virtualRouterViewSchema) }, async () =>
    virtualRouters(fleet.fleet(), clock.now()),
  );

  http.get("/services", { schema: list(serviceViewSchema) }, async () => services(fleet.fleet(), clock.now()));
};
