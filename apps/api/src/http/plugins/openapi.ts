import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { type Http, SESSION_COOKIE } from "../deps.ts";

/** OpenAPI 3.1 from the routes' own schemas, as JSON and as a page. Register before the routes. */
export const installOpenApi = async (http: Http, version: string): Promise<void> => {
  await http.register(swagger, {
    openapi: {
      openapi: "3.1.1",
      info: {
        title: "Baton hub",
        version,
        description:
          "Who holds the VIP, since when, and drills. Instants are milliseconds since 1970 by the hub's clock. Errors are RFC 9457 problem details with a stable `code`.",
      },
      components: {
        securitySchemes: {
          session: { type: "apiKey", in: "cookie", name: SESSION_COOKIE },
          token: { type: "http", scheme: "bearer" },
        },
      },
      security: [{ session: [] }, { token: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await http.register(swaggerUi, { routePrefix: "/api/docs", uiConfig: { validatorUrl: null } });
};
