import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { climb } from '../ladder.ts';
import { createPatient } from '../patient.ts';
import { memoryLadder } from './memory-ladder.ts';

const MIB = 2 ** 20;

/** Values of series by a part of the query that asks for them; to all else there is no answer. */
type Answers = Readonly<Record<string, readonly (readonly [labels: object, value: number])[]>>;

const QUIET: Answers = {
  'sort_desc(process_resident': [[{ job: 'shop', instance: 'a:1' }, 200 * MIB]],
  'deriv(process': [[{ job: 'shop', instance: 'a:1' }, 2 * MIB]],
  'query=process_resident': [[{ job: 'shop', instance: 'a:1' }, 200 * MIB]],
  container_memory: [[{ name: 'shop' }, 0.5]],
  'count by (__name__)': [[{ __name__: 'up' }, 3]],
  'offset 1h': [[{}, 10_000]],
  'query=count({__name__': [[{}, 10_100]],
};

/** Which steps fail of a Prometheus with these answers, and what was seen of them. */
async function failures(more: Answers): Promise<Readonly<Record<string, string>>> {
  const answers = Object.entries({ ...QUIET, ...more });
  const server = createServer((request, response) => {
    const url = decodeURIComponent((request.url ?? '').replaceAll('+', ' '));
    if (!url.startsWith('/api/v1/query'))
      return void response.writeHead(url === '/-/ready' ? 200 : 404).end();
    const found = answers.find(([part]) => url.includes(part))?.[1] ?? [];
    const result = found.map(([metric, value]) => ({ metric, value: [1, String(value)] }));
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const patient = createPatient({ server: address, alertmanager: undefined, grafana: undefined });
  const failed: Record<string, string> = {};
  for await (const line of climb(memoryLadder(patient))) {
    if (line.kind === 'step' && line.step.outcome === 'failed') failed[line.step.id] = line.step.seen;
  }
  return failed;
}

test('nothing fails where nothing grows and all have room', async () => {
  expect(await failures({})).toEqual({});
});

test('a process that grows by more than a tenth in an hour', async () => {
  const growth = await failures({ 'deriv(process': [[{ job: 'shop', instance: 'a:1' }, 50 * MIB]] });
  expect(growth).toEqual({ growth: 'shop a:1 grows: +50.0 MiB an hour, at 200 MiB' });
});

test('a container that has taken nearly all that it may', async () => {
  const limits = await failures({ container_memory: [[{ name: 'shop' }, 0.97]] });
  expect(limits).toEqual({ limits: 'shop: 97 % of what the container may take' });
});

test('a machine without memory', async () => {
  const limits = await failures({ node_memory_MemAvailable: [[{ job: 'node' }, 0.95]] });
  expect(limits).toEqual({ limits: 'node: 95 % of the memory of the machine' });
});

test('series that have become many more in an hour', async () => {
  const growth = await failures({ 'query=count({__name__': [[{}, 15_000]] });
  expect(Object.keys(growth)).toEqual(['series-growth']);
});
