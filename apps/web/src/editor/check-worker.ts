import { checkText } from "./check.ts";

/** The page's own messages: what is asked, with the number of the question. */
export interface CheckRequest {
  readonly id: number;
  readonly path: string;
  readonly text: string;
}

addEventListener("message", ({ data }: MessageEvent<CheckRequest>) => {
  postMessage({ id: data.id, checked: checkText(data.path, data.text) });
});
