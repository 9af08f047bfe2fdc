/**
 * The client's side of the shortest SMTP session there is (RFC 5321): greeting, HELO, QUIT. A fold: text from the
 * server in, what to say next or the end out.
 */
export interface Dialogue {
  readonly stage: "greeting" | "helo" | "quit";
  /** Of a reply that is not complete yet. */
  readonly rest: string;
  /** Characters heard so far. */
  readonly heard: number;
}

export type DialogueStep =
  | { readonly type: "more"; readonly state: Dialogue }
  | { readonly type: "say"; readonly state: Dialogue; readonly text: string }
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly reason: string };

export const NEW_DIALOGUE: Dialogue = { stage: "greeting", rest: "", heard: 0 };

/** A server that says more than this in three replies is none. */
const MAX_HEARD = 16 * 1024;

const EXPECTED = { greeting: 220, helo: 250, quit: 221 } as const;
const NAMES = { greeting: "its greeting", helo: "HELO", quit: "QUIT" } as const;

/** The last line of a reply has a space behind the code, the ones before it a hyphen. */
const LAST_LINE = /^(\d{3})(?: ([^\r\n]*))?\r?\n/m;

/** Text for people: control characters would play tricks on a terminal. */
const shown = (text: string): string => text.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);

export const hearSmtp = (state: Dialogue, text: string, helo: string): DialogueStep => {
  const heard = state.heard + text.length;
  if (heard > MAX_HEARD) return { type: "failed", reason: `more than ${MAX_HEARD} bytes of reply` };
  const rest = state.rest + text;
  const reply = LAST_LINE.exec(rest);
  if (!reply) {
    const first = /^[^\n]*\n/.exec(rest)?.[0];
    if (first !== undefined && !/^\d{3}-/.test(first))
      return { type: "failed", reason: `'${shown(first.trimEnd())}' is no SMTP reply` };
    return { type: "more", state: { ...state, rest, heard } };
  }
  const code = Number(reply[1]);
  if (code !== EXPECTED[state.stage]) {
    return { type: "failed", reason: `${code} ${shown(reply[2] ?? "")} after ${NAMES[state.stage]}` };
  }
  const next = { rest: "", heard };
  if (state.stage === "greeting") return { type: "say", state: { ...next, stage: "helo" }, text: `HELO ${helo}\r\n` };
  if (state.stage === "helo") return { type: "say", state: { ...next, stage: "quit" }, text: "QUIT\r\n" };
  return { type: "done" };
};
