import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { TelltaleError, parseExposition } from '@telltale/model';
import { readMetricsPage } from '../check/discovery/read-metrics-page.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { describeMetrics } from '../types/described-metric.ts';
import { printDeclarations } from '../types/print-declarations.ts';

/** The options of `telltale types`. */
export interface TypesCommandOptions {
  /** File, URL or HOST:PORT of a metrics page. */
  readonly source: string;
  /** File to write; standard output where absent. */
  readonly out?: string;
}

/** `telltale types`: declares the metrics of a page, for programs in other languages. */
export async function typesCommand({ source, out }: TypesCommandOptions, io: CommandIo): Promise<number> {
  const { body, contentType } = await readMetricsPage(source, io.cwd);
  const { metrics, dropped } = describeMetrics(parseExposition(body, contentType).families);
  const printed = printDeclarations(metrics, { source, dropped });
  if (out === undefined) io.write(printed);
  else await write(resolve(io.cwd, out), printed);
  for (const line of dropped) io.writeError(`left out: ${line}\n`);
  if (out !== undefined) io.writeError(`${out}: ${metrics.length} metrics\n`);
  return EXIT.ok;
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TelltaleError('TT_FILE_WRITE', `${path} cannot be written: ${reason}`, { cause: error });
  });
}
