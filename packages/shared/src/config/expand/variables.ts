/** Gives the text of a macro, or null when there is none of that name. */
export type Lookup = (name: string, parameters: string) => string | null;

const REFERENCE = /\$(?:\{([A-Za-z_]\w*)([^}]*)\}|([A-Za-z_]\w*))/g;

/** Puts macros in, once; unknown names stay as they are, as in keepalived. */
export const substitute = (text: string, lookup: Lookup): string =>
  text.includes("$")
    ? text.replace(REFERENCE, (whole, braced?: string, parameters?: string, plain?: string) => {
        const name = braced ?? plain ?? "";
        return lookup(name, (parameters ?? "").trim()) ?? whole;
      })
    : text;

/** The first name that looks like a macro's, or null. */
export const unknownMacro = (text: string): string | null => {
  const found = /\$(?:\{([A-Za-z_]\w*)|([A-Za-z_]\w*))/.exec(text);
  return found ? (found[1] ?? found[2] ?? null) : null;
};

export interface BuiltIns {
  /** The folder of the file being read. */
  readonly folder: string;
  readonly instance: string;
  /** The next number of ${_RANDOM parameters}; null when the parameters are wrong. */
  readonly random: (parameters: string) => string | null;
  /** Null: no such variable, or no environment to ask. */
  readonly environment: (name: string) => string | null;
}

const MAX_VARIABLE = 4096;

/** A variable of the environment brings text, never lines. */
const oneLine = (text: string | null): string | null =>
  text === null || text.length > MAX_VARIABLE ? null : (text.split(/[\r\n]/)[0] ?? null);

/** keepalived's own macros; null for any other name. */
export const builtIn = (name: string, parameters: string, values: BuiltIns): string | null => {
  if (name === "_RANDOM") return values.random(parameters);
  if (name === "_ENV") return /^\w+$/.test(parameters) ? oneLine(values.environment(parameters)) : null;
  if (parameters !== "") return null;
  if (name === "_PWD") return values.folder;
  if (name === "_INSTANCE") return values.instance;
  if (name === "_HASH") return "#";
  return name === "_BANG" ? "!" : null;
};
