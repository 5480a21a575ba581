import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { counter, defineMonitoring, files } from '@telltale/definition';
import { expect, test } from 'vitest';
import { instrument } from './instrument.ts';

test('shutdown pushes what was recorded last, under the name of the service', async () => {
  const pushed: { url: string; body: string }[] = [];
  const gateway = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      pushed.push({ url: request.url ?? '', body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  const rows = counter({ help: 'Rows copied' });
  const definition = defineMonitoring({ service: 'nightly', metrics: { rows_total: rows } });
  const url = `http://127.0.0.1:${port}`;
  const t = instrument(definition, { push: { to: 'pushgateway', url, everyMs: 0, spool: false } });
  t.metrics.rows_total.inc(7);
  await t.shutdown();
  gateway.close();
  expect(pushed.at(-1)?.url).toBe('/metrics/job/nightly');
  expect(pushed.at(-1)?.body).toContain('\nrows_total 7\n');
});

test('nothing is pushed without an address', async () => {
  const t = instrument(defineMonitoring({ service: 'nightly' }));
  expect(await t.push.flush()).toBe('off');
  await t.shutdown();
});

test('the file kit is recorded', async () => {
  const t = instrument(defineMonitoring({ service: 'nightly', kits: [files()] }));
  const operations = /file_io_operations_total\{direction="read"\} ([1-9]\d*)/;
  expect(t.registry.expose('text')).toMatch(operations);
  await t.shutdown();
});
