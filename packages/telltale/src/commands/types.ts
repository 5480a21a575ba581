import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { familiesOfPage } from '../check/catalogue/from-metrics-page.ts';
import { plural } from '../check/report/plural.ts';
import { readMetricsPage } from '../check/discovery/read-metrics-page.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { printable } from '../io/printable.ts';
import { describeMetrics } from '../types/described-metric.ts';
import { printDeclarations } from '../types/print-declarations.ts';

/** The options of `telltale types`. */
export interface TypesCommandOptions {
  /** File, URL or HOST:PORT of a metrics page. */
  readonly source: string;
  /** File to write; standard output where absent. */
  readonly out?: string;
}

/**
 * `telltale types`: declares the metrics of a page, for programs in other languages.
 *
 * @throws TelltaleError TT_FILE_READ, TT_FILE_WRITE, TT_EXPOSITION.
 */
export async function typesCommand({ source, out }: TypesCommandOptions, io: CommandIo): Promise<number> {
  const { body, contentType } = await readMetricsPage(source, io.cwd);
  const { metrics, dropped } = describeMetrics(familiesOfPage(source, body, contentType));
  const printed = printDeclarations(metrics, { source, dropped });
  if (out === undefined) io.write(printed);
  else await write(resolve(io.cwd, out), printed);
  for (const line of dropped) io.writeError(`left out: ${printable(line)}\n`);
  if (out !== undefined) io.writeError(`${out}: ${plural(metrics.length, 'metric')}\n`);
  return EXIT.ok;
}

async function write(path: string, text: string): Promise<void> {
  const writing = mkdir(dirname(path), { recursive: true }).then(() => writeFile(path, text));
  await writing.catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TelltaleError('TT_FILE_WRITE', `${path} cannot be written: ${reason}`, { cause: error });
  });
}
