import { join } from 'node:path';
import type { LogsResponse, TraceResponse } from '@telltale/station/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Postgres } from '../../packages/sdk/test/support/postgres.ts';
import { startPostgres } from '../../packages/sdk/test/support/postgres.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const SOURCES = ['--conditions=@telltale/source', '--no-warnings'];

describe.runIf(hasProgram('postgres') && hasProgram('initdb'))(
  'a request through two processes and PostgreSQL',
  () => {
    const folders = { postgres: suiteFolder(), station: suiteFolder() };
    const programs: Program[] = [];
    let postgres: Postgres;
    let station: RunningStation;
    let orders = '';

    async function startService(name: string, env: Record<string, string>): Promise<string> {
      const program = startProgram('node', [...SOURCES, join(FIXTURES, `${name}.ts`)], {
        env: { SERVICE: name, STATION: station.url, ...env },
      });
      programs.push(program);
      const port = await waitFor(name, () => {
        const found = /listening (\d+)/.exec(program.output())?.[1];
        return (
          found ??
          (program.output().includes('Error') ? Promise.reject(new Error(program.output())) : undefined)
        );
      });
      return `127.0.0.1:${port}`;
    }

    beforeAll(async () => {
      postgres = await startPostgres(folders.postgres.path);
      const port = await freePort();
      // The address of the orders is not known yet: the target is what will ask for it.
      process.env['STATION'] = `http://127.0.0.1:${port}`;
      station = { url: `http://127.0.0.1:${port}` } as RunningStation;
      const stock = await startService('stock', { PGPORT: String(postgres.port) });
      orders = await startService('orders', { STOCK: `http://${stock}` });
      process.env['ORDERS'] = orders;
      station = await startStation(port, folders.station.path, [
        '--no-host',
        '--config',
        join(FIXTURES, 'one-trace.config.ts'),
      ]);
    }, 60_000);

    afterAll(async () => {
      await Promise.all([...programs, station].map(stopProgram));
      await stopProgram(postgres);
      delete process.env['STATION'];
      delete process.env['ORDERS'];
    });

    test('is one trace with its log lines in order and an exemplar on the latency histogram', async () => {
      const headers = { traceparent: `00-${TRACE}-${PARENT}-01`, 'x-request-id': 'one' };
      const response = await fetch(`http://${orders}/order/7`, { headers });
      expect(await response.text()).toBe('3');
      expect(response.headers.get('x-request-id')).toBe('one');
      const spans = await waitFor('all spans', async () => {
        const trace = (await getJson(`${station.url}/api/telltale/traces/${TRACE}`)) as TraceResponse;
        return (
          trace.spans.some(({ name }) => name === 'GET /order/:id') && trace.spans.length >= 5 && trace.spans
        );
      });
      const named = (name: RegExp) => spans.find((span) => name.test(span.name))!;
      const [order, stock] = [named(/^GET \/order/), named(/^GET \/stock/)];
      const client = spans.find(({ kind, service }) => kind === 'client' && service === 'orders')!;
      const query = named(/^pg\.query:SELECT/);
      expect([order.parentSpanId, client.parentSpanId, stock.parentSpanId, query.parentSpanId]).toEqual([
        PARENT,
        order.spanId,
        client.spanId,
        stock.spanId,
      ]);
      expect([order.service, stock.service, query.service]).toEqual(['orders', 'stock', 'stock']);
      const lines = await waitFor('all lines', async () => {
        const query = new URLSearchParams({ query: `trace_id=${TRACE}`, order: 'oldest' });
        const { records } = (await getJson(`${station.url}/api/telltale/logs?${query}`)) as LogsResponse;
        return records.length >= 4 && records;
      });
      expect(lines.map(({ service, message }) => `${service}: ${message}`)).toEqual([
        'orders: order asked for',
        'stock: stock asked for',
        'stock: stock read',
        'orders: order answered',
      ]);
      expect(new Set(lines.map(({ attributes }) => attributes['request_id']))).toEqual(new Set(['one']));
      expect(lines.map(({ spanId }) => spanId)).toEqual(
        [order, stock, stock, order].map(({ spanId }) => spanId),
      );
      const exemplars = await waitFor('the exemplar', async () => {
        const endS = Math.ceil(Date.now() / 1000);
        const parameters = new URLSearchParams({
          query: 'http_request_duration_seconds_bucket{route="/order/:id"}',
          start: String(endS - 600),
          end: String(endS),
        });
        const text = JSON.stringify(await getJson(`${station.url}/api/v1/query_exemplars?${parameters}`));
        return text.includes(TRACE) && text;
      });
      expect(exemplars).toContain(`"span_id":"${order.spanId}"`);
    });
  },
);
