import { resolve } from 'node:path';
import type { ExpositionFormat } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import type { Importer } from '@telltale/storage';
import { DEFAULT_RETENTION_MS, dataFolderBytes, openImporter } from '@telltale/storage';
import { backfillFile } from '../backfill/backfill-file.ts';
import type { FileContent } from '../backfill/backfill-file.ts';
import type { BackfillReport } from '../backfill/backfill-report.ts';
import { isIncomplete, printBackfillReport } from '../backfill/backfill-report.ts';
import { pageBytes } from '../backfill/page-lines.ts';
import { ProgressLine } from '../backfill/progress-line.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { stationOptions } from '../settings/station-options.ts';
import { findDefinition, loadDefinition } from '../definition/load-definition.ts';

export interface BackfillCommandOptions {
  /** Paths; `-` is standard input. */
  readonly files: readonly string[];
  readonly data: string;
  readonly format?: string;
  readonly skipBadLines?: boolean;
  readonly config?: string;
  /** Environment of the definition; `TELLTALE_ENV` where nothing is said. */
  readonly env?: string;
  readonly 'retention.time'?: string;
  readonly json?: boolean;
}

/**
 * `telltale backfill`: writes the samples of OpenMetrics files into the data folder of a station that does
 * not run. Returns 0 when all of them are in the store, 1 when some were left out.
 */
export async function backfillCommand(options: BackfillCommandOptions, io: CommandIo): Promise<number> {
  const format = formatOption(options.format);
  const retentionMs = await retentionFor(options, io);
  const sizes = await Promise.all(options.files.map((file) => pageBytes(pathOf(file, io))));
  const folder = resolve(io.cwd, options.data);
  const startedMs = performance.now();
  const importer = openImporter({ folder, retentionMs });
  const bytesBefore = dataFolderBytes(folder);
  try {
    const files: FileContent[] = [];
    for (const [i, file] of options.files.entries()) {
      files.push(await readOne({ file, format, options, importer, totalBytes: sizes[i], io }));
      if (files[i].isStopped) break;
    }
    const result = importer.finish();
    const { stored, diskBytes } = result;
    const report: BackfillReport = {
      ...result,
      files,
      dataFolder: folder,
      retentionMs,
      durationMs: performance.now() - startedMs,
      bytesPerSample: stored === 0 ? undefined : (diskBytes - bytesBefore) / stored,
    };
    if (options.json) io.write(`${JSON.stringify(report, undefined, 2)}\n`);
    else printBackfillReport(report, io);
    if (files.some(({ isStopped }) => isStopped)) return EXIT.failure;
    return isIncomplete(report) ? EXIT.findings : EXIT.ok;
  } finally {
    importer.close();
  }
}

/** What the station of the same folder keeps: else it would delete at its start what was just stored. */
async function retentionFor(options: BackfillCommandOptions, io: CommandIo): Promise<number> {
  const { retentionMs } = stationOptions({ 'retention.time': options['retention.time'] }, io);
  if (retentionMs !== undefined) return retentionMs;
  const config = options.config ?? findDefinition(io.cwd);
  if (config === undefined) return DEFAULT_RETENTION_MS;
  const { cwd, env } = io;
  const { resolved } = await loadDefinition({ config, cwd, environment: options.env, env });
  return resolved.station.retentionMs ?? DEFAULT_RETENTION_MS;
}

interface ReadOne {
  readonly file: string;
  readonly format: ExpositionFormat | undefined;
  readonly options: BackfillCommandOptions;
  readonly importer: Importer;
  readonly totalBytes: number | undefined;
  readonly io: CommandIo;
}

async function readOne({ file, format, options, importer, totalBytes, io }: ReadOne): Promise<FileContent> {
  const progress = new ProgressLine(io, file, totalBytes);
  try {
    const content = await backfillFile({
      file: pathOf(file, io),
      importer,
      format,
      skipBadLines: options.skipBadLines ?? false,
      onProgress: (state) => progress.update(state),
    });
    return { ...content, file };
  } finally {
    progress.end();
  }
}

function pathOf(file: string, io: CommandIo): string {
  return file === '-' ? file : resolve(io.cwd, file);
}

function formatOption(text: string | undefined): ExpositionFormat | undefined {
  if (text === undefined || text === 'openmetrics' || text === 'text') return text;
  throw new TelltaleError('TT_USAGE', `--format must be openmetrics or text, not "${text}"`, {
    fix: 'openmetrics has its times in seconds, text in milliseconds; leave it out to tell by the first.',
  });
}
