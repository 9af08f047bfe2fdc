import { problemSchema } from "@baton/shared/contract/http/problem.ts";

/** A request that did not do what was asked. `code` is the hub's, or one of this page's own: see below. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = "ApiProblem";
    this.code = code;
    this.status = status;
  }
}

/** The hub could not be reached at all. */
export const UNREACHABLE = "page.hub-unreachable";
/** The hub answered with something the contract does not know. */
export const MALFORMED = "page.malformed-answer";

/** Reads an answer that says no; anything but problem+json is named as such rather than shown. */
export const problemFrom = (status: number, body: unknown): ApiProblem => {
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) return new ApiProblem(MALFORMED, status, `HTTP ${status}`);
  return new ApiProblem(parsed.data.code, status, parsed.data.detail ?? parsed.data.title);
};
