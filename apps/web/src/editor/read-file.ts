/** Configurations are small; anything larger is another kind of file. Bytes. */
export const MAX_FILE = 5 * 1024 * 1024;

export type ReadText =
  | { readonly ok: true; readonly text: string; readonly encoding: "UTF-8" | "GB18030" }
  | { readonly ok: false; readonly reason: "too-large" | "not-text" };

/** Comments of older files are often in GBK, which GB18030 includes. */
export const decodeFile = (bytes: Uint8Array): ReadText => {
  if (bytes.length > MAX_FILE) return { ok: false, reason: "too-large" };
  if (bytes.includes(0)) return { ok: false, reason: "not-text" };
  for (const encoding of ["UTF-8", "GB18030"] as const) {
    try {
      return { ok: true, text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch {
      // The next one, then.
    }
  }
  return { ok: false, reason: "not-text" };
};

export const readFile = async (file: File): Promise<ReadText> =>
  file.size > MAX_FILE ? { ok: false, reason: "too-large" } : decodeFile(new Uint8Array(await file.arrayBuffer()));
