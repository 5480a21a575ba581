import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { code, printTable } from '../table.ts';
import { optionsOfProgram } from '../cli-page.ts';
import { ENVIRONMENT_NOTES } from './environment-notes.ts';

const SOURCES = ['telltale', 'station', 'sdk', 'definition'].map((name) => `packages/${name}/src/**/*.ts`);

/** Read by our own tests alone. */
const OF_TESTS = /^TELLTALE_TEST_/;

/** A variable of the environment that a program of ours reads, and what it does. */
export interface EnvironmentVariable {
  readonly name: string;
  /** Empty where nobody has said it. */
  readonly meaning: string;
}

/** The variables that begin with `TELLTALE_`, as the sources name them. */
export function environmentVariables(root: string): readonly EnvironmentVariable[] {
  const files = globSync(SOURCES, { cwd: root }).filter((file) => !file.includes('.test.'));
  const texts = files.map((file) => readFileSync(join(root, file), 'utf8'));
  const names = new Set(texts.flatMap((text) => text.match(/\bTELLTALE_[A-Z][A-Z_]*[A-Z]\b/g) ?? []));
  return [...names]
    .filter((name) => !OF_TESTS.test(name))
    .toSorted()
    .map((name) => ({ name, meaning: ENVIRONMENT_NOTES[name] ?? meaningOfOption(name) }));
}

/** An option that names the variable says what it does. */
function meaningOfOption(name: string): string {
  const option = optionsOfProgram().find(({ description }) => new RegExp(`\\b${name}\\b`).test(description));
  return option ? `as ${code(option.flags)} of ${code(`telltale ${option.verb}`)}` : '';
}

/** The section about the environment. */
export function printEnvironment(root: string): string {
  const rows = environmentVariables(root).map(({ name, meaning }) => [code(name), meaning]);
  return [
    '## Environment\n',
    'Those of the SDK that other tools have too (`METRICS_ENDPOINT`, `PROMETHEUS_ENABLED`, `LOG_LEVEL`, `OTEL_…`) are in the [README of the SDK](../../packages/sdk/README.md).\n',
    `${printTable(['Variable', 'What it does'], rows)}\n`,
  ].join('\n');
}
