/** A failure that a user can look up: a stable code, a sentence, and the fields the sentence was made from. */
export interface CodedError<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  readonly fields?: Readonly<Record<string, string | number | boolean>>;
}
