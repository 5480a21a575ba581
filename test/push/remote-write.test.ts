import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { LabelSet } from '@telltale/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const PAGE = `# HELP jobs_total Jobs that were done.
# TYPE jobs counter
jobs_total{queue="mail"} COUNT # {trace_id="0af7651916cd43dd8448eb211c80319c"} 1.5
# TYPE temperature gauge
temperature{room="a \\"b\\" ü"} -2.5
temperature{room="c"} NaN
# TYPE duration histogram
duration_bucket{le="0.5"} 2
duration_bucket{le="+Inf"} COUNT
duration_sum 7.25
duration_count COUNT
`;
const FLEETING = 'fleeting{} 1\n';

/** A program that counts its scrapes; one of its series ends when it is told so. */
async function startTarget() {
  let count = 2;
  let isFleeting = true;
  const server = createServer((_request, response) => {
    count++;
    const page = PAGE.replaceAll('COUNT', String(count)) + (isFleeting ? FLEETING : '');
    response.setHeader('content-type', 'application/openmetrics-text; version=1.0.0; charset=utf-8');
    response.end(`${page}# EOF\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    endFleeting: () => (isFleeting = false),
    stop: () => server.close(),
  };
}

type Target = Awaited<ReturnType<typeof startTarget>>;

function scrapeConfig(target: Target, replica: string, writeUrl?: string): string {
  return [
    `global: { scrape_interval: 400ms, scrape_timeout: 400ms, external_labels: { replica: ${replica} } }`,
    'scrape_configs:',
    '  - job_name: worker',
    `    static_configs: [{ targets: ["${target.address}"] }]`,
    ...(writeUrl === undefined
      ? []
      : [
          'remote_write:',
          `  - url: ${writeUrl}`,
          '    send_exemplars: true',
          '    queue_config: { batch_send_deadline: 200ms }',
          '    metadata_config: { send_interval: 1s }',
        ]),
  ].join('\n');
}

interface Series {
  readonly metric: Record<string, string>;
  readonly values: readonly (readonly [number, string])[];
}

/** The samples that a selector finds up to a time, by the labels of their series but for those of the sender. */
async function samplesUpTo(
  url: string,
  selector: string,
  endSeconds: number,
): Promise<Record<string, Series['values']>> {
  const parameters = new URLSearchParams({ query: `${selector}[1m]`, time: String(endSeconds) });
  const answer = await getJson(`${url}/api/v1/query?${parameters}`);
  const { result } = (answer as { data: { result: Series[] } }).data;
  return Object.fromEntries(
    result.map(({ metric, values }) => [LabelSet.of(metric).without(['replica']).toString(), values]),
  );
}

describe.runIf(hasProgram('prometheus') && hasProgram('vmagent'))('agents that push', () => {
  const folder = suiteFolder();
  const programs: Program[] = [];
  let target: Target;
  let station: RunningStation;
  let prometheusUrl: string;

  beforeAll(async () => {
    target = await startTarget();
    station = await startStation(await freePort(), folder.path, ['--no-host']);
    const writeUrl = `${station.url}/api/v1/write`;
    prometheusUrl = await startPrometheus('server', writeUrl, (data) => [
      `--storage.tsdb.path=${data}`,
      '--enable-feature=exemplar-storage',
    ]);
    await startPrometheus('agent', writeUrl, (data) => [
      '--enable-feature=agent',
      `--storage.agent.path=${data}`,
    ]);
    startVmagent(writeUrl);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([...programs, station].filter(Boolean).map(stopProgram));
    target?.stop();
  });

  async function startPrometheus(
    replica: string,
    writeUrl: string,
    storage: (data: string) => readonly string[],
  ): Promise<string> {
    const config = join(folder.path, `${replica}.yml`);
    const data = join(folder.path, replica);
    mkdirSync(data);
    writeFileSync(config, scrapeConfig(target, replica, writeUrl));
    const address = `127.0.0.1:${await freePort()}`;
    const args = [`--config.file=${config}`, `--web.listen-address=${address}`, ...storage(data)];
    programs.push(startProgram('prometheus', args));
    return `http://${address}`;
  }

  function startVmagent(writeUrl: string): void {
    const config = join(folder.path, 'vmagent.yml');
    writeFileSync(config, scrapeConfig(target, 'vmagent'));
    programs.push(
      startProgram('vmagent', [
        `-promscrape.config=${config}`,
        `-remoteWrite.url=${writeUrl}`,
        `-remoteWrite.tmpDataPath=${join(folder.path, 'vmagent')}`,
        '-remoteWrite.flushInterval=200ms',
        '-httpListenAddr=',
      ]),
    );
  }

  test('Prometheus pushes by remote write, and both have the same samples', async () => {
    const [newest] = await waitFor('ten scrapes', async () => {
      const found = await queryInstant(
        station.url,
        'timestamp(jobs_total{replica="server"}) and count_over_time(jobs_total{replica="server"}[1m]) >= 5',
      );
      return found.length > 0 && found;
    });
    const endSeconds = Number(newest.value[1]);
    const theirs = await samplesUpTo(prometheusUrl, '{job="worker"}', endSeconds);
    const ours = () => samplesUpTo(station.url, '{job="worker",replica="server"}', endSeconds);
    // What is scraped at one moment may come in two requests.
    await expect.poll(ours).toEqual(theirs);
    expect(Object.keys(theirs).length).toBeGreaterThanOrEqual(12);
  }, 60_000);

  test.each(['agent', 'vmagent'])(
    '%s pushes unchanged, with the values that it scraped',
    async (replica) => {
      const samples = await waitFor(`samples of ${replica}`, async () => {
        const found = await queryInstant(station.url, `{job="worker",replica="${replica}"}`);
        return found.length >= 12 && found;
      });
      const named = new Map(
        samples.map(({ metric, value }) => [
          JSON.stringify([metric['__name__'], metric['room'] ?? metric['le'] ?? '']),
          value[1],
        ]),
      );
      expect(named.get('["temperature","a \\"b\\" ü"]')).toBe('-2.5');
      expect(named.get('["duration_bucket","0.5"]')).toBe('2');
      expect(named.get('["duration_sum",""]')).toBe('7.25');
      expect(Number(named.get('["jobs_total",""]'))).toBeGreaterThan(2);
      expect(named.get('["up",""]')).toBe('1');
    },
    30_000,
  );

  test('exemplars and metadata come with the samples of Prometheus', async () => {
    const exemplars = await waitFor('an exemplar', async () => {
      const parameters = new URLSearchParams({
        query: 'jobs_total{replica="server"}',
        start: '0',
        end: String(Date.now() / 1000),
      });
      const answer = await getJson(`${station.url}/api/v1/query_exemplars?${parameters}`);
      const { data } = answer as { data: { exemplars: { labels: object; value: string }[] }[] };
      return data[0]?.exemplars;
    });
    expect(exemplars[0]).toMatchObject({
      labels: { trace_id: '0af7651916cd43dd8448eb211c80319c' },
      value: '1.5',
    });
    await waitFor('metadata', async () => {
      const answer = (await getJson(`${station.url}/api/v1/metadata`)) as {
        data: Record<string, { help: string }[]>;
      };
      return (
        answer.data['jobs_total']?.[0].help === 'Jobs that were done.' ||
        answer.data['jobs']?.[0].help === 'Jobs that were done.'
      );
    });
  }, 30_000);

  test('a series that ends at the agents ends here at once', async () => {
    const left = async () => (await queryInstant(station.url, 'fleeting')).length;
    await expect.poll(left).toBe(3);
    target.endFleeting();
    await waitFor('the markers of all three', async () => (await left()) === 0);
  }, 30_000);

  test('nothing that an agent sent was refused', async () => {
    const page = await (await fetch(`${station.url}/metrics`)).text();
    const lines = page
      .split('\n')
      .filter((line) =>
        /^telltale_(samples_rejected|intake_refused_requests)_total{.*remote_write.*} [^0]/.test(line),
      );
    expect(lines).toEqual([]);
  });
});
