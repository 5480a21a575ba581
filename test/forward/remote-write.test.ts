import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import { getJson, startStation } from '../support/telltale.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import type { AllSamples, MetricsReceiver } from './metrics-receivers.ts';
import { prometheusReceiver, samplesByQuery, victoriaMetricsReceiver } from './metrics-receivers.ts';

/** Scrapes, four a second, that happen while the receiver is down: 900 would be an hour's at the usual interval. */
const MISSED_SCRAPES = process.env['TELLTALE_TEST_SCALE'] === 'long' ? 240 : 5;
const SERIES = 50;
const PATIENCE_MS = 60_000;

describe('an outage of the receiver, with the station killed in it, ends with equal series on both sides', () => {
  let server: Server;
  let reads = 0;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      reads++;
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      // Some series come and go, so that they end on both sides.
      const lines = Array.from({ length: SERIES }, (_, i) =>
        (reads >> (i % 4)) % 2 === 0 ? [`sequence{line="${i}"} ${reads * 1.5 + i}`] : [],
      ).flat();
      response.end(`# TYPE sequence gauge\n${lines.join('\n')}\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env['FAST_TARGET'] = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const scrapes = async (count: number) => {
    const until = reads + count;
    await waitFor(`${count} scrapes`, () => reads >= until, PATIENCE_MS);
  };

  const outage = async (receiver: MetricsReceiver) => {
    const folder = temporaryFolder();
    const config = join(ROOT, 'test/e2e/fixtures/fast-scrape.config.ts');
    const port = await freePort();
    const args = ['--no-host', '--config', config, '--forward.metrics', receiver.writeUrl];
    const start = () => startStation(port, folder, args);
    await receiver.start();
    let station = await start();
    await scrapes(4);
    await waitFor(
      'the first samples',
      async () => (await receiver.samples(Date.now())).size > 0,
      PATIENCE_MS,
    );
    await receiver.stop();
    await scrapes(MISSED_SCRAPES);
    station.kill('SIGKILL');
    await station.exit;
    station = await start();
    await scrapes(MISSED_SCRAPES);
    await receiver.start();
    const untilMs = Date.now();
    await waitFor('everything to be sent', () => isForwarded(station.url, untilMs), PATIENCE_MS);
    const [here, there] = [await samplesByQuery(station.url, untilMs), await receiver.samples(untilMs)];
    await stopProgram(station);
    await receiver.stop();
    return { here, there };
  };

  test.skipIf(!hasProgram('prometheus'))(
    'in Prometheus 2.42',
    async () => {
      const { here, there } = await outage(await prometheusReceiver(temporaryFolder()));
      expectEqual(here, there);
    },
    5 * PATIENCE_MS,
  );

  test.skipIf(!hasProgram('victoria-metrics'))(
    'in VictoriaMetrics',
    async () => {
      const { here, there } = await outage(await victoriaMetricsReceiver(temporaryFolder()));
      // It keeps numbers as decimals, with the digits that the largest of a series leaves.
      expectEqual(here, withoutRounding(there, here));
    },
    5 * PATIENCE_MS,
  );
});

interface Forwarded {
  readonly forwarders: readonly {
    readonly highestSentMs?: number;
    readonly rejected: number;
    readonly dropped: number;
  }[];
}

/** Whether everything up to a time is where it belongs. */
async function isForwarded(url: string, untilMs: number): Promise<boolean> {
  const { forwarders } = (await getJson(`${url}/api/telltale/forward`)) as Forwarded;
  expect(forwarders).toMatchObject([{ rejected: 0, dropped: 0 }]);
  return (forwarders[0].highestSentMs ?? 0) > untilMs;
}

/** Puts the exact number in place of one that is all but equal to it. */
function withoutRounding(samples: AllSamples, exact: AllSamples): AllSamples {
  return new Map(
    [...samples].map(([series, values]) => {
      const exactly = exact.get(series);
      const tolerance = Math.max(...[...values.values()].map(Math.abs)) * 1e-9;
      const restored = [...values].map(([timeMs, value]): [number, number] => {
        const meant = exactly?.get(timeMs) ?? NaN;
        return [timeMs, Math.abs(meant - value) <= tolerance ? meant : value];
      });
      return [series, new Map(restored)];
    }),
  );
}

function expectEqual(here: AllSamples, there: AllSamples): void {
  expect([...there.keys()].sort()).toEqual([...here.keys()].sort());
  let samples = 0;
  for (const [series, values] of here) {
    expect([series, there.get(series)]).toEqual([series, values]);
    samples += values.size;
  }
  expect(samples).toBeGreaterThan(MISSED_SCRAPES * SERIES * 0.8);
}
