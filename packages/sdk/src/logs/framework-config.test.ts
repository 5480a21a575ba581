import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineMonitoring, framework, importFrameworkConfig } from '@telltale/definition';
import { expect, test } from 'vitest';
import { startLogProgram } from '../../test/support/log-program.ts';
import { linesOf } from '../../test/support/logs.ts';
import { temporaryFolder } from '../../test/support/workspace.ts';

test('the section "logging" of a service framework, as it stands, logs structured lines to console and file', async () => {
  const logging = { level: 'INFO', format: 'structured', outputs: ['console', 'file'], correlation: true };
  const { options, notes } = importFrameworkConfig({ logging });
  expect(notes).toEqual([]);
  const { logs } = defineMonitoring({ service: 'shop', preset: framework(options) });
  expect(logs?.sinks?.map(({ kind }) => kind)).toEqual(['console', 'file']);
  const path = join(temporaryFolder(), 'service.log');
  const sinks = logs?.sinks?.map((sink) => (sink.kind === 'file' ? { ...sink, path } : sink)) ?? [];
  const code = `
    import { runInContext } from './src/context/context.ts';
    runInContext({ requestId: 'r-1' }, () => { log.debug('not logged'); log.info('placed', { orderId: 7 }); });`;
  const program = startLogProgram({ ...logs, sinks }, code);
  expect(await program.exit).toBe(0);
  const expected = { level: 'info', message: 'placed', orderId: 7, request_id: 'r-1' };
  expect(linesOf(readFileSync(path, 'utf8'))).toMatchObject([expected]);
  expect(linesOf(program.output())).toMatchObject([expected]);
});
