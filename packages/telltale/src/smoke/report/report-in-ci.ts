import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../../io/command-io.ts';
import type { SmokeReport } from '../smoke-report.ts';
import { githubSmoke, summaryOfSmoke } from './github-smoke.ts';
import { junitSmoke } from './junit-smoke.ts';
import { printSmoke } from './print-smoke.ts';

/** Where CI servers are told to look for it. */
export const USUAL_JUNIT_FILE = 'telltale-smoke.xml';

/** The report for people and for the CI server that runs this, known by its variables. */
export async function reportInCi(report: SmokeReport, { env }: Pick<CommandIo, 'env'>): Promise<string> {
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && summary !== '') {
    await written(summary, () => appendFile(summary, summaryOfSmoke(report)));
  }
  const text = printSmoke(report, false);
  return env['GITHUB_ACTIONS'] === 'true' ? githubSmoke(report, text) : text;
}

/**
 * Writes the report as JUnit XML, in place of an older one.
 *
 * @throws TelltaleError TT_FILE_WRITE
 */
export async function writeJunit(report: SmokeReport, file: string, cwd: string): Promise<void> {
  const path = resolve(cwd, file);
  await written(file, async () => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, junitSmoke(report));
  });
}

async function written(file: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_FILE_WRITE', `${file} cannot be written: ${reason}`, { cause });
  }
}
