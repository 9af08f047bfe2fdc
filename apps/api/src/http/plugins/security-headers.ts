import helmet from "@fastify/helmet";
import type { Http } from "../deps.ts";

/** The page takes everything from its own origin. Plain http must not be upgraded to what nobody serves. */
export const installSecurityHeaders = async (http: Http, overHttps: boolean): Promise<void> => {
  await http.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        // Positions and sizes of drawn things are inline styles; scripts never are.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        ...(overHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: overHttps ? { maxAge: 31_536_000 } : false,
    // Browsers ignore these two on plain http and complain about it.
    crossOriginOpenerPolicy: overHttps,
    originAgentCluster: overHttps,
  });
};
