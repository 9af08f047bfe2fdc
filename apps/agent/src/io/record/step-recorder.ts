import { createWriteStream, existsSync, openSync, renameSync, type WriteStream } from "node:fs";
import { errorText } from "@baton/shared/base/error-text.ts";
import type { RouterParams } from "../../core/vrrp/params.ts";
import { beginLine, eventLine, type Line, type TakenStep } from "../../core/vrrp/recording.ts";
import type { RouterState } from "../../core/vrrp/state.ts";
import type { StepRecorder } from "../../ports/step-recorder.ts";

/** A full file becomes FILE.1, whose predecessor goes. */
export const MAX_FILE_BYTES = 32 << 20;
/** With more than this waiting for the disk, steps are left out, and the routers begin anew afterwards. */
const MAX_WAITING_BYTES = 4 << 20;

interface Known {
  readonly params: RouterParams;
  readonly state: RouterState;
}

class FileRecorder implements StepRecorder {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #failed: (sentence: string) => void;
  readonly #known = new Map<string, Known>();
  #stream: WriteStream | null;
  #bytes = 0;

  constructor(path: string, maxBytes: number, failed: (sentence: string) => void) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#failed = failed;
    this.#stream = this.#open();
  }

  taken(step: TakenStep): void {
    // Only when there is something to write: no file stays empty.
    if (this.#stream && this.#bytes >= this.#maxBytes) this.#rotate();
    const stream = this.#stream;
    if (!stream) return;
    if (stream.writableLength > MAX_WAITING_BYTES) {
      this.#known.clear();
      return;
    }
    const known = this.#known.get(step.router);
    // A state or settings that no recorded event explains are told whole.
    if (known?.params !== step.params || known.state !== step.before) this.#write(beginLine(step));
    this.#write(eventLine(step));
    this.#known.set(step.router, { params: step.params, state: step.after });
  }

  close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = null;
    return new Promise((resolve) => (stream ? stream.end(() => resolve()) : resolve()));
  }

  #write(line: Line): void {
    const text = `${JSON.stringify(line)}\n`;
    this.#bytes += text.length;
    this.#stream?.write(text);
  }

  #rotate(): void {
    this.#stream?.end();
    this.#known.clear();
    this.#bytes = 0;
    this.#stream = this.#open();
  }

  #open(): WriteStream | null {
    let fd: number;
    try {
      if (existsSync(this.#path)) renameSync(this.#path, `${this.#path}.1`);
      fd = openSync(this.#path, "wx", 0o600);
    } catch (error) {
      this.#failed(errorText(error));
      return null;
    }
    const stream = createWriteStream("", { fd });
    stream.on("error", (error) => {
      if (this.#stream === stream) this.#stream = null;
      this.#failed(error.message);
    });
    return stream;
  }
}

/** `failed` is told why nothing is recorded any more; the machine goes on. */
export const openStepRecorder = (
  path: string,
  failed: (sentence: string) => void,
  maxBytes: number = MAX_FILE_BYTES,
): StepRecorder => new FileRecorder(path, maxBytes, failed);
