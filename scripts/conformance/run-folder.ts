import type { ScriptReport } from '../../packages/promql/test/notation/run-script.ts';
import { runScript } from '../../packages/promql/test/notation/run-script.ts';
import type { ScriptFile } from './read-scripts.ts';

/** What became of the cases of one file. */
export interface FileReport extends ScriptReport {
  readonly name: string;
}

/** Runs scripts one after the other. */
export async function runFolder(scripts: readonly ScriptFile[]): Promise<readonly FileReport[]> {
  const reports: FileReport[] = [];
  for (const { name, text } of scripts) reports.push({ name, ...(await runScript(text)) });
  return reports;
}
