import type { LogFormat } from '@telltale/definition';
import type { LineSink } from '../sink.ts';
import type { LogFile, LogFileOptions } from './log-file.ts';
import { leaveFile, shareFile } from './shared-files.ts';

/** Writes lines to a file that is rotated. */
export class FileSink implements LineSink {
  readonly form = 'line';
  readonly format: LogFormat;
  readonly isColoured = false;
  readonly #file: LogFile;

  constructor(format: LogFormat, options: LogFileOptions) {
    this.format = format;
    this.#file = shareFile(options);
  }

  write(line: string, nowMs: number): void {
    this.#file.add(line, nowMs);
  }

  writeNow(): void {
    this.#file.writeNow();
  }

  flush(): Promise<void> {
    this.#file.writeNow();
    return Promise.resolve();
  }

  save(): void {
    this.#file.save();
  }

  close(): Promise<void> {
    leaveFile(this.#file);
    return Promise.resolve();
  }
}
