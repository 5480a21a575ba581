import { printReport } from './print-report.ts';
import { readScripts } from './read-scripts.ts';
import { runFolder } from './run-folder.ts';

const USAGE = `Usage: npm run conformance -- FOLDER [--verbose]

Runs the scripts of Prometheus' query tests (*.test) in FOLDER and prints what passes.`;

async function main(args: readonly string[]): Promise<number> {
  const isVerbose = args.includes('--verbose');
  const [folder, ...rest] = args.filter((argument) => argument !== '--verbose');
  const unknown = [folder, ...rest].find((argument) => argument?.startsWith('-'));
  if (folder === undefined || rest.length > 0 || unknown !== undefined) {
    console.error(unknown === undefined ? USAGE : `Unknown option ${unknown}.\n\n${USAGE}`);
    return 2;
  }
  const scripts = readScripts(folder);
  if (typeof scripts === 'string') {
    console.error(scripts);
    return 2;
  }
  const files = await runFolder(scripts);
  return printReport(files, { isVerbose }) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
