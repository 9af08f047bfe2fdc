/**
 * What a database server, or the way to it, says while it is not there or still starting: codes of PostgreSQL
 * (appendix A of its manual), of the operating system, and of Prisma. A little later the answer may be another.
 */
const PASSING = new Set([
  "57P01", // admin_shutdown
  "57P02", // crash_shutdown
  "57P03", // cannot_connect_now: starting up, shutting down, recovering
  "53300", // too_many_connections
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN"],
  "ENOENT", // no socket yet
  ...["P1001", "P1002", "P1008", "P1017"], // no server, timed out, connection closed
]);

/** True of a connection's error that will pass. */
export const isPassing = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && PASSING.has(String(cause.code));

/** True of a query's error that says that the database is not there now. Files and sockets fail with the same codes. */
export const isDatabaseAway = (cause: unknown): boolean =>
  cause instanceof Error && cause.name.startsWith("PrismaClient") && isPassing(cause);
