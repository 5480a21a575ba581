import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { VectorSelector } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import type { ExportSelection, ExportSource } from '../export/export-source.ts';
import { openFolderSource } from '../export/folder-source.ts';
import type { ExportCounts } from '../export/page-writer.ts';
import { writePage } from '../export/page-writer.ts';
import { openServerSource } from '../export/server-source.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { momentOption } from '../io/moment-option.ts';
import { serverAddress } from '../io/server-address.ts';

export interface ExportCommandOptions {
  /** PromQL selectors; all series without any. */
  readonly selectors: readonly string[];
  readonly data: string;
  /** A running server instead of a data folder. */
  readonly url?: string;
  readonly start?: string;
  readonly end?: string;
  readonly range?: string;
  /** File to write to; standard output without it. */
  readonly out?: string;
  readonly json?: boolean;
}

/** The last millisecond of the year 9999. */
const LAST_MS = 253_402_300_799_999;
/** As far back as a server is asked: its first chunk would else be in 1970. */
const DEFAULT_SERVER_RANGE = '15d';

/** `telltale export`: writes samples as an OpenMetrics page with timestamps. */
export async function exportCommand(options: ExportCommandOptions, io: CommandIo): Promise<number> {
  const selection = selectionOf(options);
  const source =
    options.url === undefined
      ? await openFolderSource(resolve(io.cwd, options.data), selection)
      : openServerSource(serverAddress(options.url, io), selection);
  try {
    const counts =
      options.out === undefined
        ? await writePage(source, (text) => writeOut(text, io))
        : await writeFile(resolve(io.cwd, options.out), source);
    report(counts, options, io);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof ReaderLeftError) return EXIT.ok;
    throw error;
  } finally {
    await source.close();
  }
}

async function writeOut(text: string, io: CommandIo): Promise<void> {
  io.write(text);
  if ((await io.drained?.()) === false) throw new ReaderLeftError();
}

/** Whoever read the output has seen enough, as `head` does. */
class ReaderLeftError extends Error {}

async function writeFile(path: string, source: ExportSource): Promise<ExportCounts> {
  const text = new PassThrough();
  const target = createWriteStream(path);
  const written = path.endsWith('.gz') ? pipeline(text, createGzip(), target) : pipeline(text, target);
  const writing = writePage(source, async (piece) => {
    if (!text.write(piece)) await Promise.race([once(text, 'drain'), written]);
  }).finally(() => text.end());
  try {
    const [counts] = await Promise.all([writing, written]);
    return counts;
  } catch (cause) {
    if (cause instanceof TelltaleError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_FILE_WRITE', `${path} cannot be written: ${reason}`, { cause });
  }
}

function report(counts: ExportCounts, { json, out }: ExportCommandOptions, io: CommandIo): void {
  if (json && out !== undefined) io.write(`${JSON.stringify({ ...counts, file: out }, undefined, 2)}\n`);
  const { series, samples, nativeHistograms, staleMarkers } = counts;
  const lines = json ? [] : [`${number(samples)} samples of ${number(series)} series exported`];
  if (nativeHistograms > 0) {
    lines.push(
      `${number(nativeHistograms)} native histograms left out: OpenMetrics text has no form for them`,
    );
  }
  if (staleMarkers > 0) {
    lines.push(`${number(staleMarkers)} markers of ended series left out: the text has no form for them`);
  }
  for (const line of lines) io.writeError(`${line}\n`);
}

function selectionOf(options: ExportCommandOptions): ExportSelection {
  const { start, end, range, url } = options;
  const endMs = end === undefined ? (url === undefined ? LAST_MS : Date.now()) : momentOption('--end', end);
  if (start !== undefined && range !== undefined) {
    throw new TelltaleError('TT_USAGE', '--start and --range say the same: use one of them');
  }
  const ago = range ?? (url === undefined ? undefined : DEFAULT_SERVER_RANGE);
  const fromMs = range !== undefined && end === undefined ? Date.now() : endMs;
  const agoMs = ago === undefined ? Infinity : durationOption('--range', ago);
  const startMs = start === undefined ? Math.max(0, fromMs - agoMs) : momentOption('--start', start);
  return { selectors: options.selectors.map(selectorOf), startMs, endMs };
}

function selectorOf(text: string): VectorSelector {
  const expr = parseExpr(text);
  if (expr.kind === 'vector') return expr;
  throw new TelltaleError('TT_USAGE', `"${text}" is no selector of series`, {
    fix: 'Write for example \'http_requests_total{job="api"}\'.',
  });
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}
