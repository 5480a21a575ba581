import { globSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../test/support/run-cli.ts';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = [
  'README.md',
  'docs/check.md',
  'docs/gen.md',
  'docs/init.md',
  'docs/advise.md',
  'docs/doctor.md',
  'docs/smoke.md',
  'docs/alerts.md',
  'docs/logs-and-traces.md',
  'docs/targets.md',
];

/** Commands that ask a server, a repository or a data folder: their options are read, they do not run. */
const NEEDS_MORE =
  /^(?:up|prove|query|logs|traces|run|backfill|export|advise|doctor|alert|silence|annotate|audit|status|stop|smoke|backup|restore|review|push)\b|localhost|worker|--changed|--health|--wait/;

/** Commands of several verbs, each with options of its own. */
const HAS_VERBS = /^(?:alert|silence) /;

const commands = PAGES.flatMap((page) =>
  [...readFileSync(join(PACKAGE, page), 'utf8').matchAll(/^npx telltale (.*?)(?: +#.*)?$/gm)].map(
    ([, command]) => ({ page, command }),
  ),
);

let folder: string;
beforeAll(async () => {
  // Inside the package, so that the definition finds its imports.
  folder = await mkdtemp(join(import.meta.dirname, 'documented-'));
  await cp(join(PACKAGE, 'test/fixtures/documented'), folder, { recursive: true });
  expect((await run(folder, 'gen', 'catalog')).exitCode).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function argumentsOf(command: string): readonly string[] {
  const words = command.split(' ').map((word) => word.replaceAll("'", ''));
  return words.flatMap((word) => (word.includes('*') ? globSync(word, { cwd: folder }) : [word]));
}

describe('commands in the documentation', () => {
  test('there are some of each page', () => {
    expect(new Set(commands.map(({ page }) => page))).toEqual(new Set(PAGES));
  });

  test.each(commands)('the options of `telltale $command` in $page exist', async ({ command }) => {
    const words = command.split(' ');
    const { output } = await run(folder, ...words.slice(0, HAS_VERBS.test(command) ? 2 : 1), '--help');
    const options = words.filter((word) => word.startsWith('--')).map((word) => word.split('=', 1)[0]);
    expect(options.filter((option) => !output.includes(`${option} `))).toEqual([]);
  });

  const executed = commands.filter(({ command }) => !NEEDS_MORE.test(command));
  test.each(executed)('`telltale $command` of $page does what it says', async ({ command }) => {
    if (command.startsWith('init')) await rm(join(folder, 'telltale.config.ts'));
    const { exitCode, errors } = await run(folder, ...argumentsOf(command));
    await cp(join(PACKAGE, 'test/fixtures/documented'), folder, { recursive: true });
    expect(errors.replaceAll(/^\d+ files? .*\n/gm, '')).toBe('');
    // What `gen all --check` finds depends on whether a page has generated the files before.
    expect([0, command.endsWith('--check') ? 1 : 0]).toContain(exitCode);
  });
});
