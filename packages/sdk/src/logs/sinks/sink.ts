import type { LogFormat } from '@telltale/definition';
import type { SizedRecord } from '../records/record-builder.ts';

/** What every sink has. Nothing here throws. */
interface AnySink {
  /** Brings what waits to where it goes, as far as that is done in time. */
  flush(timeoutMs: number): Promise<void>;
  /** Writes at once what waits for the next turn; what goes over the network is none of it. */
  writeNow(): void;
  /** The process ends: what waits is written at once, here or to a spool, and so is what still comes. */
  save(): void;
  /** Flushes a last time and lets go of what it holds. */
  close(timeoutMs: number): Promise<void>;
}

/** A sink of lines: the console, a file. */
export interface LineSink extends AnySink {
  readonly form: 'line';
  readonly format: LogFormat;
  readonly isColoured: boolean;
  /** Takes a line with its end. */
  write(line: string, nowMs: number): void;
}

/** A sink of records, which it puts into a form of its own. */
export interface RecordSink extends AnySink {
  readonly form: 'record';
  take(sized: SizedRecord): void;
}

/** Somewhere records go. */
export type LogSink = LineSink | RecordSink;

/** A sink in its place. */
export interface Outlet {
  /** By which its level is set: its kind, and a number where there are several. */
  readonly name: string;
  readonly sink: LogSink;
  /** Its own level; `undefined` where it follows the section's. */
  ownLevel: number | undefined;
  /** The least level that goes there, from loggers without and with a level of their own. */
  min: number;
  minOfOwnLevelled: number;
}
