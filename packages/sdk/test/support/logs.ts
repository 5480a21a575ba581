import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Empty, LogEventDeclarations, LogsDeclaration } from '@telltale/definition';
import { onTestFinished } from 'vitest';
import { createLogs } from '../../src/logs/create-logs.ts';
import type { Logger } from '../../src/logs/logger.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { temporaryFolder } from './workspace.ts';

/** Long enough for what answers, also after some failures. */
const END_TIMEOUT_MS = 10_000;

/** A line of JSON. */
export type LogLine = Readonly<Record<string, unknown>>;

/** Logs of a test. */
export interface TestLogs<Events extends LogEventDeclarations> {
  readonly log: Logger<Events>;
  readonly registry: Registry;
  readonly folder: string;
  /** What diagnostics were told. */
  readonly told: readonly string[];
  /** The text of the file `app.log`. */
  readonly text: () => string;
  /** Its lines as JSON. */
  readonly lines: () => readonly LogLine[];
  readonly close: () => Promise<void>;
}

/**
 * Logs that write each line at once to the file `app.log` in a folder of the test, with what is declared besides.
 *
 * @param environment - Variables of the environment; none by default.
 * @param endTimeoutMs - How long the end waits for what never answers.
 */
export function startLogs<const Events extends LogEventDeclarations = Empty>(
  declared: LogsDeclaration<Events> = {},
  environment: Readonly<Record<string, string>> = {},
  endTimeoutMs: number = END_TIMEOUT_MS,
): TestLogs<Events> {
  const folder = temporaryFolder();
  const path = join(folder, 'app.log');
  const registry = createRegistry();
  const told: string[] = [];
  registry.onDiagnostic(({ message }) => told.push(message));
  const logs = createLogs<Events>({
    service: 'shop',
    declared: { flushEvery: '0ms', sinks: [{ kind: 'file', path }], ...declared },
    registry,
    diagnostics: registry.diagnostics,
    environment,
    endTimeoutMs,
  });
  onTestFinished(() => logs.close());
  const text = () => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  return {
    get log() {
      return logs.logger;
    },
    registry,
    folder,
    told,
    text,
    lines: () => linesOf(text()),
    close: () => logs.close(),
  };
}

/** The lines of a text, each of which must be JSON. */
export function linesOf(text: string): readonly LogLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}
