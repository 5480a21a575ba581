import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { defineMonitoring, resolveDefinition } from '@telltale/definition';
import { VirtualClock } from '@telltale/model';
import { expect, test } from 'vitest';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { proofSchedule } from './proof-schedule.ts';

const FIXTURE = join(import.meta.dirname, '../../../../test/prove/fixtures/live.config.ts');

/** A station that takes proofs. */
async function station() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { proofs } = JSON.parse(body) as { readonly proofs: readonly { readonly alertName: string }[] };
      asked.push(`${request.method} ${request.url} ${proofs.map(({ alertName }) => alertName).join()}`);
      response.writeHead(204).end();
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

function schedule(url: string, sections: { every?: '1h' }) {
  const clock = new VirtualClock(0);
  const lines: string[] = [];
  const { every } = sections;
  const definition = resolveDefinition(
    defineMonitoring({
      service: 'shop',
      proof: every ? { every } : {},
    }),
  );
  const log = (line: string) => void lines.push(line);
  const feature = proofSchedule({
    definition,
    configFile: FIXTURE,
    environment: undefined,
    url,
    ownToken: 'a-token-of-some-length',
    clock,
    log,
  });
  return { clock, lines, jobs: feature.jobs ?? [] };
}

test('nothing is scheduled where the definition asks for nothing', async () => {
  expect(schedule('http://127.0.0.1:1', {}).jobs).toEqual([]);
});

test('alerts are proven by a process of its own, which hands the proofs to the station', async () => {
  const { asked, url, close } = await station();
  const { clock, lines, jobs } = schedule(url, { every: '1h' });
  for (const job of jobs) await job.start();
  await clock.advanceBy(61_000);
  await waitFor('the proofs', () => asked.length > 0 || lines.length > 0);
  expect(lines).toEqual([]);
  expect(asked).toEqual(['POST /api/telltale/proofs ManyCarts,OrdersFail,ShopDown']);
  for (const job of jobs) await job.stop();
  close();
}, 30_000);
