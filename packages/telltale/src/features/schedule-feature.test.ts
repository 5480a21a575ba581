import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { defineMonitoring, resolveDefinition, webhook } from '@telltale/definition';
import { VirtualClock } from '@telltale/model';
import { expect, test } from 'vitest';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { scheduleFeature } from './schedule-feature.ts';

const HOUR = 3_600_000;
const FIXTURE = join(import.meta.dirname, '../../../../test/prove/fixtures/live.config.ts');

/** A station that answers test messages and takes proofs. */
async function station() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${request.url?.endsWith('proofs') ? 'proofs' : body}`);
      const receivers = [
        { receiver: 'ops', isDelivered: true, error: '' },
        { receiver: 'chat', isDelivered: false, error: 'HTTP 404' },
      ];
      response.end(JSON.stringify({ receivers }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function schedule(url: string, sections: { testEvery?: '1h'; every?: '1h' }) {
  const clock = new VirtualClock(0);
  const lines: string[] = [];
  const { testEvery, every } = sections;
  const definition = resolveDefinition(
    defineMonitoring({
      service: 'shop',
      receivers: { ops: webhook({ url: 'http://127.0.0.1:9/' }) },
      notifications: testEvery ? { testEvery } : {},
      proof: every ? { every } : {},
    }),
  );
  const log = (line: string) => void lines.push(line);
  const feature = scheduleFeature({
    definition,
    configFile: FIXTURE,
    environment: undefined,
    url,
    clock,
    log,
  });
  return { clock, lines, jobs: feature.jobs ?? [] };
}

test('nothing is scheduled where the definition asks for nothing', async () => {
  expect(schedule('http://127.0.0.1:1', {}).jobs).toEqual([]);
});

test('receivers are tested as often as the definition asks, and those that fail are told of', async () => {
  const { asked, url, close } = await station();
  const { clock, lines, jobs } = schedule(url, { testEvery: '1h' });
  for (const job of jobs) await job.start();
  await clock.advanceBy(59_000);
  expect(asked).toEqual([]);
  await clock.advanceBy(2000);
  await waitFor('the first test', () => lines.length === 1);
  await clock.advanceBy(HOUR);
  await waitFor('the second test', () => lines.length === 2);
  expect(asked).toEqual(Array.from({ length: 2 }, () => 'POST /api/telltale/receivers/test {}'));
  expect(lines[0]).toBe('The receiver chat does not take a test message: HTTP 404');
  for (const job of jobs) await job.stop();
  await clock.advanceBy(HOUR);
  expect(asked).toHaveLength(2);
  close();
});

test('alerts are proven by a process of its own, which hands the proofs to the station', async () => {
  const { asked, url, close } = await station();
  const { clock, lines, jobs } = schedule(url, { every: '1h' });
  for (const job of jobs) await job.start();
  await clock.advanceBy(61_000);
  await waitFor('the proofs', () => asked.length > 0 || lines.length > 0);
  expect(lines).toEqual([]);
  expect(asked).toEqual(['POST /api/telltale/proofs proofs']);
  for (const job of jobs) await job.stop();
  close();
}, 30_000);
