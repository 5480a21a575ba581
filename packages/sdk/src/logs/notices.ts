import { runUntraced } from '../context/context.ts';
import type { DiagnosticKind, Diagnostics } from '../diagnostics/diagnostics.ts';
import type { LogPipeline } from './log-pipeline.ts';
import { LEVEL_NUMBERS } from './records/log-entry.ts';
import { LogScope } from './records/log-scope.ts';
import type { ConsoleStream } from './sinks/console/console-stream.ts';

/** Who tells what concerns the logs themselves. */
const OWN_LOGGER = 'telltale';

/**
 * Tells of what goes wrong with the logs: to who listens to diagnostics, in the logs themselves, and on standard
 * error where that is the only place left.
 */
export class Notices {
  readonly #diagnostics: Diagnostics | undefined;
  readonly #scope = new LogScope({ name: OWN_LOGGER, service: OWN_LOGGER });
  readonly #told = new Set<string>();
  #early: string[] | undefined = [];
  #pipeline: LogPipeline | undefined;

  constructor(diagnostics: Diagnostics | undefined) {
    this.#diagnostics = diagnostics;
  }

  /** From now on notices are logged, too; those from before are now. */
  logTo(pipeline: LogPipeline): void {
    this.#pipeline = pipeline;
    for (const message of this.#early ?? []) this.log(message);
    this.#early = undefined;
  }

  /** Tells something once for each subject. */
  once(kind: DiagnosticKind, subject: string, message: string): void {
    const key = `${kind} ${subject}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.tell(kind, subject, message);
  }

  /** Tells something each time; who listens to diagnostics hears it once for each subject. */
  tell(kind: DiagnosticKind, subject: string, message: string, standardError?: ConsoleStream): void {
    this.#diagnostics?.tell(kind, subject, () => message);
    standardError?.write(Buffer.from(`${OWN_LOGGER}: ${message}\n`));
    this.log(message);
  }

  /** Logs something. */
  log(message: string): void {
    if (!this.#pipeline) this.#early?.push(message);
    // It belongs to no request, though one may have brought it to light.
    runUntraced(() => this.#pipeline?.take(this.#scope, LEVEL_NUMBERS.warn, { message }));
  }
}
