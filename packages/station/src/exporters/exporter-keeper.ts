import { basename } from 'node:path';
import { readSecret } from '@telltale/alerting';
import type { ResolvedStartedExporter } from '@telltale/definition';
import type { CancelTimer, Clock } from '@telltale/model';
import type { ExporterProcess } from './exporter-process.ts';
import { startExporter } from './exporter-process.ts';
import { findProgram } from './find-program.ts';
import { OutputLog } from './output-log.ts';
import type { Launcher } from './parent-bound.ts';
import { isListening, untilListening } from './until-listening.ts';

const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;
/** A program that ran so long did start: the next attempt comes soon again. */
const STABLE_MS = 60_000;
/** A program that does not listen by then is asked all the same: its scrapes say what is wrong. */
const MAX_START_MS = 10_000;
/** All that a program gets of the station's environment. */
const KEPT_VARIABLES = ['PATH', 'HOME', 'LANG', 'TZ'];

/** What {@link ExporterKeeper} takes. */
export interface ExporterKeeperOptions {
  readonly program: ResolvedStartedExporter;
  /** Where it is to listen on 127.0.0.1. */
  readonly port: number;
  readonly launcher: Launcher;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** Keeps a program running: starts it again when it ends, ever later where it ends at once. */
export class ExporterKeeper {
  readonly program: ResolvedStartedExporter;
  readonly port: number;
  readonly #options: ExporterKeeperOptions;
  readonly #stopping = new AbortController();
  #process: ExporterProcess | undefined;
  #fault = '';
  #retryMs = FIRST_RETRY_MS;
  #cancelRetry: CancelTimer = () => {};
  /** The attempt under way. */
  #attempt: Promise<void> = Promise.resolve();

  constructor(options: ExporterKeeperOptions) {
    this.#options = options;
    this.program = options.program;
    this.port = options.port;
  }

  /** Why the program does not run, for people; empty where it does. */
  get fault(): string {
    return this.#fault;
  }

  /** Starts it; what goes wrong is told by {@link fault} and in the log. */
  start(): void {
    if (this.#stopping.signal.aborted) return;
    this.#attempt = this.#begin().catch((error: unknown) => {
      this.#retryLater(error instanceof Error ? error.message : String(error));
    });
  }

  /** Resolves when the program takes connections, or is known not to. */
  ready(): Promise<void> {
    return this.#attempt;
  }

  /** Ends the program, and starts it no more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancelRetry();
    await this.#attempt;
    await this.#process?.stop();
  }

  async #begin(): Promise<void> {
    const { program, launcher, clock } = this.#options;
    const file = findProgram(program.commands);
    if (file === undefined) throw new Error(notThere(program.commands));
    const { env, secrets } = await environmentOf(program, this.#place);
    if (await isListening(this.port)) throw new Error(`port ${this.port} is taken by another program`);
    if (this.#stopping.signal.aborted) return;
    const output = new OutputLog({
      name: this.#name,
      secrets,
      now: () => clock.now(),
      log: this.#options.log,
    });
    const args = program.args.map(this.#place);
    const startedMs = clock.now();
    const running = startExporter({ launcher, file, args, env, output, clock });
    this.#process = running;
    const ended = new AbortController();
    const onEnd = async (): Promise<void> => {
      const how = await running.ended;
      ended.abort();
      this.#onEnd(how, output, clock.now() - startedMs, basename(file));
    };
    void onEnd();
    const signals = [ended.signal, this.#stopping.signal, AbortSignal.timeout(MAX_START_MS)];
    await untilListening(this.port, AbortSignal.any(signals));
    if (!ended.signal.aborted) this.#tell('');
  }

  #onEnd(how: string, output: OutputLog, ranMs: number, program: string): void {
    this.#process = undefined;
    output.tellLeftOut();
    if (this.#stopping.signal.aborted) return;
    if (ranMs >= STABLE_MS) this.#retryMs = FIRST_RETRY_MS;
    this.#retryLater(`${program} ended ${how}${output.last === '' ? '' : `: ${output.last}`}`);
  }

  #retryLater(fault: string): void {
    if (this.#stopping.signal.aborted) return;
    this.#tell(fault);
    this.#cancelRetry = this.#options.clock.after(this.#retryMs, () => this.start());
    this.#retryMs = Math.min(MAX_RETRY_MS, this.#retryMs * 2);
  }

  /** The same reason again is no news. */
  #tell(fault: string): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#options.log(fault === '' ? `${this.#name} runs again` : `${this.#name} does not run: ${fault}`);
  }

  get #name(): string {
    return `exporter ${this.program.name}`;
  }

  readonly #place = (text: string): string =>
    text.replaceAll('{address}', `127.0.0.1:${this.port}`).replaceAll('{port}', String(this.port));
}

function notThere(commands: readonly string[]): string {
  const [first = '', ...others] = commands;
  if (first.includes('/')) return `there is no program at ${first}`;
  const names = [first, ...others].join(' or ');
  return `${names} is not on PATH: install Debian's package ${first}, or write its path as \`command\``;
}

/** What the program gets to know, and which of it is secret. */
async function environmentOf(
  { env }: ResolvedStartedExporter,
  place: (text: string) => string,
): Promise<{ readonly env: Record<string, string>; readonly secrets: readonly string[] }> {
  const kept = KEPT_VARIABLES.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const secrets: string[] = [];
  const own = await Promise.all(
    Object.entries(env).map(async ([name, value]): Promise<[string, string]> => {
      if (typeof value === 'string') return [name, place(value)];
      const secret = await readSecret(value);
      secrets.push(secret);
      return [name, secret];
    }),
  );
  return { env: Object.fromEntries([...kept, ...own]), secrets };
}
