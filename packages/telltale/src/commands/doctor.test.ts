import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CapacityResponse } from '@telltale/station/contract';
import { expect, onTestFinished, test } from 'vitest';
import { run, temporaryFolder } from '../../test/support/run-cli.ts';

const DAY_S = 86_400;

const KEPT = { retentionMs: 15 * 86_400_000, retentionBytes: null };

const figures: CapacityResponse = {
  series: 50_000,
  samplesPerSecond: 1000,
  blockSamples: 100_000_000,
  blockBytes: 150_000_000,
  walBytes: 0,
  diskBytes: 0,
  diskFreeBytes: null,
  daysPerGigabyte: 8.3,
  retentionMs: DAY_S * 1000,
  retentionBytes: null,
  logs: { records: 0, bytes: 0, oldestMs: null, ...KEPT },
  traces: { records: 0, bytes: 0, oldestMs: null, ...KEPT },
  envelope: [
    {
      resource: 'series',
      used: 50_000,
      limit: 100_000,
      ratio: 0.5,
      isNearlyFull: false,
      measured: 'in 475 MB',
    },
    {
      resource: 'spans_per_second',
      used: 0,
      limit: 35_000,
      ratio: 0,
      isNearlyFull: false,
      measured: 'by a bench',
    },
  ],
};

/** A station with figures, whose series grow by so much of the limit a day. */
async function station(given: object, growthADay = 0): Promise<string> {
  const metric = { resource: 'series' };
  const result = [{ metric, value: [1, String(growthADay / DAY_S)] }];
  const server = createServer((request, response) => {
    const isCapacity = request.url === '/api/telltale/capacity';
    const body = isCapacity ? given : { status: 'success', data: { resultType: 'vector', result } };
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const doctor = async (url: string, ...args: string[]) =>
  run(temporaryFolder(), 'doctor', 'capacity', '--url', url, ...args);

test('the doctor shows use against the envelope, says when it is reached, and prints the block to paste', async () => {
  const { exitCode, output } = await doctor(await station(figures, 0.05));
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^series +50 % {2}50,000 of 100,000 +reached in 10 days if it goes on/m);
  expect(output).toMatch(/^spans per second +0 % {2}0 of 35,000 +not growing$/m);
  expect(output).toMatch(/^series +in 475 MB$/m);
  expect(output).toContain('1 GB keeps the samples of 8.3 days');
  expect(output).toContain("  forward: { metrics: [{ url: 'http://mimir:9009/api/v1/push' }] },");
  expect(output).toContain('clickhouse: {');
});

test('from 70 % on it is time: what comes near is handed over, and the exit code is 1', async () => {
  const [series, spans] = figures.envelope;
  const near = { ...figures, envelope: [{ ...series, used: 80_000, ratio: 0.8, isNearlyFull: true }, spans] };
  const printed = await doctor(await station(near));
  expect(printed.exitCode).toBe(1);
  expect(printed.output).toContain('It is time to hand over.');
  expect(printed.output).not.toContain('clickhouse');
  const { exitCode, output } = await doctor(await station(near, 0.1), '--json');
  expect(exitCode).toBe(1);
  const [told] = (JSON.parse(output) as { resources: { daysUntilFull: number }[] }).resources;
  expect(told).toMatchObject({ resource: 'series', isNearlyFull: true });
  expect(told.daysUntilFull).toBeCloseTo(2);
});

test('what the doctor cannot look at is named', async () => {
  const { envelope: _, ...old } = figures;
  expect((await doctor(await station(old))).errors).toContain('too old to know its limits');
  const unknown = await run(temporaryFolder(), 'doctor', 'moods');
  expect(unknown).toMatchObject({ exitCode: 2 });
  expect(unknown.errors).toContain('He looks at: health, metrics,');
});
