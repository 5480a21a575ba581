import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, temporaryFolder } from '../../test/support/run-cli.ts';

const FOLDER = join(import.meta.dirname, '../../test/fixtures/documented');
/** Nothing listens there. */
const NOBODY = 'http://127.0.0.1:1';

describe('telltale smoke', () => {
  test.each([
    [['--only', 'panel'], 'there is no step "panel"'],
    [['--skip', 'rules,panel'], 'there is no step "panel"'],
    [['--only', 'rules', '--skip', 'rules'], 'leave no step to try'],
    [['--wait', 'soon'], '--wait must be a duration'],
    [['--url', 'ftp://station'], 'must be an http or https address'],
    [['--alertmanager', 'ftp://station'], 'must be an http or https address'],
    [['--config', 'nowhere.config.ts'], 'There is no file'],
  ])('%j tries nothing and returns 2', async (args, message) => {
    const { exitCode, output, errors } = await run(FOLDER, 'smoke', ...args);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(errors).toContain(message);
  });

  test('without a definition there is nothing to try', async () => {
    const { exitCode, errors } = await run(temporaryFolder(), 'smoke');
    expect(exitCode).toBe(2);
    expect(errors).toContain('No telltale.config.ts');
  });

  test('no server is a step that failed, which the others wait for', async () => {
    const { exitCode, output } = await run(FOLDER, 'smoke', '--url', NOBODY, '--only', 'rules', '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      service: 'shop',
      steps: [
        { id: 'server', outcome: 'failed', asked: `GET ${NOBODY}/-/ready`, attempts: 1 },
        { id: 'rules', outcome: 'skipped', seen: 'not tried: “The server runs and answers” failed' },
      ],
    });
  });

  test('a report that cannot be written is no report', async () => {
    const args = [
      'smoke',
      '--url',
      NOBODY,
      '--only',
      'rules',
      '--junit',
      join(FOLDER, 'telltale.config.ts/x.xml'),
    ];
    const { exitCode, errors } = await run(FOLDER, ...args);
    expect(exitCode).toBe(2);
    expect(errors).toContain('cannot be written');
  });
});

describe('telltale check of what runs', () => {
  test.each([['--wait=5s'], ['--url=http://127.0.0.1:1'], ['--config=telltale.config.ts']])(
    '%s is for it alone',
    async (option) => {
      const { exitCode, errors } = await run(FOLDER, 'check', option);
      expect(exitCode).toBe(2);
      expect(errors).toContain(`${option.split('=')[0]} is for checks of what runs`);
    },
  );

  test('--metrics without a source asks a server', async () => {
    const { exitCode, output } = await run(FOLDER, 'check', '--url', NOBODY, '--metrics');
    expect(exitCode).toBe(1);
    expect(output).toContain('✗ The server runs and answers');
  });
});
