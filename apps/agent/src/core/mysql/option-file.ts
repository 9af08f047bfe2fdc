import { err, ok, type Result } from "@baton/shared/base/result.ts";

/** How to reach the local database server, from the [client] group of a my.cnf-style file. */
export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  /** Null: TCP. */
  readonly socket: string | null;
  readonly user: string;
  readonly password: string;
}

const unquote = (value: string): string => {
  const quoted = /^(["'])(.*)\1$/s.exec(value);
  return (quoted?.[2] ?? value).replace(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? `\\${character}`);
};

/** The escapes of option files: MySQL manual, "Using Option Files". */
const ESCAPES: Readonly<Record<string, string>> = { b: "\b", t: "\t", n: "\n", r: "\r", s: " ", "\\": "\\" };

/** A `#` begins a comment in the middle of a line too, unless it stands in quotes. */
const withoutComment = (value: string): string => {
  const text = value.trim();
  if (text.startsWith('"') || text.startsWith("'")) return text;
  return text.replace(/\s+#.*$/, "").trim();
};

/** Reads [client]; other groups and unknown options are left to other programs. The error is a sentence. */
export const parseClientOptions = (text: string): Result<ClientOptions, string> => {
  const values = new Map<string, string>();
  let group = "";
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const header = /^\[([^\]]*)\]$/.exec(line);
    if (header) group = header[1]?.trim().toLowerCase() ?? "";
    else if (group === "client") {
      const at = line.indexOf("=");
      const name = (at < 0 ? line : line.slice(0, at)).trim().replaceAll("_", "-").toLowerCase();
      values.set(name, at < 0 ? "" : unquote(withoutComment(line.slice(at + 1))));
    }
  }
  const port = Number(values.get("port") ?? "3306");
  if (!Number.isInteger(port) || port < 1 || port > 65535) return err("[client] port is not a port number");
  const user = values.get("user");
  if (!user) return err("[client] has no user");
  return ok({
    host: values.get("host") ?? "127.0.0.1",
    port,
    socket: values.get("socket") ?? null,
    user,
    password: values.get("password") ?? "",
  });
};
