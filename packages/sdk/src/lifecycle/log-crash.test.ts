import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { ROOT, runProgram, temporaryFolder } from '../../test/support/workspace.ts';

vi.setConfig({ testTimeout: 30_000 });

const PROGRAM = `
  import { instrument } from '@telltale/sdk';
  import { defineMonitoring } from '@telltale/sdk/define';
  const logs = { sinks: [{ kind: 'file', path: process.env.LOG_FILE }] };
  const t = instrument(defineMonitoring({ service: 'shop', logs }));
`;

test.each([
  ['uncaughtException', `setTimeout(() => { throw new RangeError('too far'); });`],
  ['unhandledRejection', `Promise.reject(new RangeError('too far'));`],
])(
  'the error that ends a program is its last log record, and the program ends as without: %s',
  async (origin, end) => {
    const file = `${temporaryFolder()}/app.log`;
    const args = [
      '--conditions=@telltale/source',
      '--no-warnings',
      '--input-type=module',
      '--eval',
      PROGRAM + end,
    ];
    const { exit, output } = await runProgram('node', args, { cwd: ROOT, env: { LOG_FILE: file } });
    expect([exit, output.includes('RangeError: too far')]).toEqual([1, true]);
    const record = JSON.parse(readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '') as Record<
      string,
      unknown
    >;
    expect([record['level'], record['message'], record['origin']]).toEqual([
      'fatal',
      'uncaught error',
      origin,
    ]);
    expect(JSON.stringify(record)).toContain('too far');
  },
);
