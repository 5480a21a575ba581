import type { CommandIo } from '../io/command-io.ts';
import type { BackfillProgress } from './backfill-file.ts';

const UPDATE_INTERVAL_MS = 200;

/** Shows how far a file is, on one line of the terminal; nothing where the errors go elsewhere. */
export class ProgressLine {
  readonly #io: CommandIo;
  readonly #file: string;
  readonly #totalBytes: number | undefined;
  readonly #startedMs = performance.now();
  #shownMs = 0;
  #width = 0;

  constructor(io: CommandIo, file: string, totalBytes: number | undefined) {
    this.#io = io;
    this.#file = file;
    this.#totalBytes = totalBytes;
  }

  update({ readBytes, samples }: BackfillProgress): void {
    const nowMs = performance.now();
    if (!this.#io.showsProgress || nowMs - this.#shownMs < UPDATE_INTERVAL_MS) return;
    this.#shownMs = nowMs;
    const seconds = (nowMs - this.#startedMs) / 1000;
    const rate = seconds > 0 ? samples / seconds / 1e6 : 0;
    const share = this.#totalBytes ? ` ${Math.floor((100 * readBytes) / this.#totalBytes)} %` : '';
    this.#show(
      `${this.#file}${share}  ${(samples / 1e6).toFixed(1)} M samples  ${rate.toFixed(1)} M samples/s`,
    );
  }

  /** Takes the line away. */
  end(): void {
    if (this.#width > 0) this.#io.writeError(`\r${' '.repeat(this.#width)}\r`);
  }

  #show(text: string): void {
    this.#io.writeError(`\r${text.padEnd(this.#width)}`);
    this.#width = text.length;
  }
}
