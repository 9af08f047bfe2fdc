import { readFile } from "node:fs/promises";
import type { SecureContext } from "node:tls";
import { errorText } from "@baton/shared/base/error-text.ts";
import type { ClientCertificate } from "@baton/shared/config/model-checks.ts";

/** Reads the files of the SSL block. Rejects with a sentence that names what is wrong, never what a file holds. */
const load = async ({ certificate, key, ca, password }: ClientCertificate): Promise<SecureContext> => {
  const read = async (file: string | null) => (file === null ? undefined : await readFile(file));
  const [cert, secret, authorities] = await Promise.all([read(certificate), read(key), read(ca)]);
  const { createSecureContext } = await import("node:tls");
  try {
    return createSecureContext({ cert, key: secret, ca: authorities, passphrase: password ?? undefined });
  } catch (error) {
    throw new Error(`the certificate of the SSL block can't be used: ${errorText(error)}`);
  }
};

/** Reads once, at the first use; after a failure again at the next one. */
export const certificateContext = (settings: ClientCertificate | null): (() => Promise<SecureContext | null>) => {
  let loading: Promise<SecureContext> | null = null;
  return () => {
    if (!settings) return Promise.resolve(null);
    loading ??= load(settings).catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
};
