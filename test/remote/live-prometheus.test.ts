import type {
  AlertsResponse,
  DashboardsResponse,
  StatusResponse,
  TargetsResponse,
} from '@telltale/station/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import { getJson, queryInstant, startStation, telltale } from '../support/telltale.ts';
import { suiteFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import type { LiveServers } from './live-servers.ts';
import { startLiveServers } from './live-servers.ts';

/** On a machine that does much else. */
const PATIENCE_MS = 50_000;

describe.skipIf(!hasProgram('prometheus'))('a station that reads from a Prometheus', () => {
  const folder = suiteFolder();
  let servers: LiveServers;

  const ofStation = async <Answer>(name: string): Promise<Answer> =>
    (await getJson(`${servers.remote.url}/api/telltale/${name}`)) as Answer;
  const command = (...args: readonly string[]) => telltale(args, { cwd: folder.path });
  /** What a command says of the station that reads, and of the one that scrapes and evaluates itself. */
  const ofBoth = async (...args: readonly string[]) =>
    Promise.all([servers.remote, servers.local].map(({ url }) => command(...args, '--json', '--url', url)));

  beforeAll(async () => {
    servers = await startLiveServers(folder.path);
    await waitFor('both to tell of the alert that fires', () => toldBy(servers).size === 2, PATIENCE_MS);
  }, 120_000);
  afterAll(() => servers?.stop());

  test('scrapes nothing and stores nothing: targets, metadata and series are those of Prometheus', async () => {
    const { remote, seriesCount } = await ofStation<StatusResponse>('status');
    const { host } = new URL(servers.prometheusUrl);
    expect(remote).toEqual({ host, isUp: true, failingSinceMs: null, lastError: '', scrapes: false });
    expect(seriesCount).toBe(0);
    const { targets } = await ofStation<TargetsResponse>('targets');
    expect(targets).toMatchObject([{ job: 'shop', health: 'up', samples: 2, intervalMs: 1000 }]);
    for (const path of ['metadata', 'labels', 'label/__name__/values', 'series?match[]=orders_total']) {
      const [theirs, given] = await Promise.all(
        [servers.prometheusUrl, servers.remote.url].map((url) => getJson(`${url}/api/v1/${path}`)),
      );
      expect(given, path).toEqual(theirs);
    }
    const [theirs, given] = await Promise.all(
      [servers.prometheusUrl, servers.remote.url].map(metadataOfTargets),
    );
    expect(given).toEqual(theirs);
    expect(servers.remote.output()).toContain(`from ${host}, which evaluates the rules`);
    // All of them are loaded there.
    expect(servers.remote.output()).not.toContain('does not evaluate');
  });

  test('shows the rules and alerts that Prometheus evaluates, and evaluates none itself', async () => {
    const { rules } = await ofStation<AlertsResponse>('alerts');
    expect(rules.map(({ name, state }) => [name, state]).slice(0, 1)).toEqual([['ManyCarts', 'firing']]);
    expect(rules.find(({ name }) => name === 'ManyCarts')).toMatchObject({
      query: 'max(carts_open) > 5',
      alerts: [{ state: 'firing', value: 9, annotations: { summary: '9 carts are open' } }],
    });
    const groups = `${servers.remote.url}/api/v1/rules`;
    expect(JSON.stringify(await getJson(groups))).toContain(`${folder.path}/prometheus/rules/shop.yml`);
    const { dashboards } = await ofStation<DashboardsResponse>('dashboards');
    expect(dashboards.map(({ title }) => title)).toEqual(['Shop']);
  });

  test('delivers alerts of the Prometheus that names it as Alertmanager, and says why others are silent', async () => {
    const listed = await command('alert', 'list', '--url', servers.remote.url);
    expect(listed.output).toMatch(/ManyCarts +active .* ops/);
    const why = await command('alert', 'why', 'ManyCarts', '--url', servers.remote.url);
    expect(why.output).toMatch(/was it delivered\? +yes: to ops/);
    expect(why.exit).toBe(0);
    const silent = await command('alert', 'why', 'FewCarts', '--url', servers.remote.url);
    expect(silent.output).toContain('it does not hold: it needs < 2, and is 9 {}');
  });

  test('gives checks and proofs the answers that a station gives which scrapes and evaluates itself', async () => {
    const drifts = (await ofBoth('drift')).map(({ output }) => JSON.parse(jsonIn(output)));
    const [remoteDrift, localDrift] = drifts.map(({ findings, compared }) => ({
      compared,
      findings: findings.map(({ kind, title }: { kind: string; title: string }) => [kind, title]),
    }));
    expect(remoteDrift).toEqual(localDrift);
    expect(remoteDrift.findings).toContainEqual(['missing', 'metric refunds_total']);
    const [remoteProof, localProof] = (await ofBoth('prove', '--live')).map(({ output, exit }) => ({
      exit,
      levels: JSON.parse(jsonIn(output)).map(levelOf),
    }));
    expect(remoteProof).toEqual(localProof);
    expect(remoteProof.levels.find(([name]: [string]) => name === 'ManyCarts')).toEqual(['ManyCarts', 5]);
    // Not those that tell of missing data: the two did not begin at the same moment.
    const named = ['ManyCarts', 'FewCarts'];
    const [remotePast, localPast] = (await ofBoth('test', '--replay', '1m', ...named)).map(({ output }) =>
      JSON.parse(jsonIn(output)).map(({ alertName, fired }: { alertName: string; fired: number }) => [
        alertName,
        fired,
      ]),
    );
    expect(remotePast).toEqual(localPast);
    expect(remotePast).toEqual([
      ['ManyCarts', 1],
      ['FewCarts', 0],
    ]);
  }, 60_000);

  describe.skipIf(!hasProgram('chromium'))('its pages', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser(folder.path);
    });
    afterAll(() => browser?.close());

    test('show what Prometheus has, and say where it is read', async () => {
      const { page, faults } = await openPage(browser, servers.remote.url);
      const { host } = new URL(servers.prometheusUrl);
      await page.getByText(`reads from ${host}`).waitFor();
      await page.getByText('9 carts are open').or(page.getByText('ManyCarts')).first().waitFor();
      await page.goto(`${servers.remote.url}/d/shop`);
      const shop = page.locator('main');
      await waitFor('both charts', async () => (await shop.locator('canvas').count()) === 2);
      // What a chart shows is said in words, too.
      await shop
        .locator('.panel', { hasText: 'Carts' })
        .getByText(/\b9\b/)
        .first()
        .waitFor({ state: 'attached' });
      expect(await shop.locator('.panel-error').count()).toBe(0);
      expect(faults).toEqual([]);
    });
  });

  test('may send there what it scrapes, and reads it back', async () => {
    const { prometheusUrl, shop } = servers;
    const send = ['--forward.metrics', `${prometheusUrl}/api/v1/write`];
    const args = ['--remote', prometheusUrl, ...send, '--scrape', `${shop}/metrics`, '--no-host'];
    const station = await startStation(await freePort(), temporaryFolder(), args);
    try {
      const { remote } = (await getJson(`${station.url}/api/telltale/status`)) as StatusResponse;
      expect(remote).toMatchObject({ scrapes: true });
      // As it is named without a definition, which Prometheus does not scrape it as.
      const [sample] = await waitFor(
        'what was sent',
        async () => {
          const found = await queryInstant(station.url, `carts_open{job="${shop}"}`);
          return found.length > 0 && found;
        },
        PATIENCE_MS,
      );
      expect(sample.value[1]).toBe('9');
    } finally {
      await stopProgram(station);
    }
  }, 60_000);

  test('says clearly that Prometheus is away, stays up, and reads again by itself', async () => {
    await servers.stopPrometheus();
    const { host } = new URL(servers.prometheusUrl);
    const response = await fetch(`${servers.remote.url}/api/v1/query?query=up`);
    expect([response.status, await response.json()]).toEqual([
      500,
      {
        status: 'error',
        errorType: 'unavailable',
        error: `${host}: connection refused: nothing listens at this address`,
      },
    ]);
    const asked = await command('query', 'up', '--url', servers.remote.url);
    expect(asked).toMatchObject({ exit: 2, output: expect.stringContaining(`${host}: connection refused`) });
    const { remote } = await ofStation<StatusResponse>('status');
    expect(remote).toMatchObject({ isUp: false, lastError: expect.stringContaining('connection refused') });
    const metrics = await (await fetch(`${servers.remote.url}/metrics`)).text();
    expect(metrics).toMatch(/^telltale_remote_up 0$/m);
    expect(metrics).toMatch(
      /^telltale_remote_request_duration_seconds_count\{outcome="unavailable"\} [1-9]/m,
    );
    expect((await fetch(`${servers.remote.url}/-/ready`)).status).toBe(200);
    await servers.startPrometheus();
    const samples = await waitFor('Prometheus to be read again', async () => {
      const found = await queryInstant(servers.remote.url, 'up');
      return found.length > 0 && found;
    });
    expect(samples[0].value[1]).toBe('1');
    expect((await ofStation<StatusResponse>('status')).remote).toMatchObject({ isUp: true, lastError: '' });
  }, 60_000);
});

/** The stations whose receiver was told. */
function toldBy({ told }: LiveServers): ReadonlySet<unknown> {
  return new Set(
    told.map((message) => (JSON.parse(message) as { readonly externalURL: string }).externalURL),
  );
}

/** The metadata by metric: Prometheus gives them in the order of a map, which is another each time. */
async function metadataOfTargets(url: string): Promise<ReadonlyMap<string, unknown>> {
  const answer = (await getJson(`${url}/api/v1/targets/metadata`)) as {
    readonly data: readonly { readonly metric: string }[];
  };
  return new Map(answer.data.map((metadata) => [metadata.metric, metadata]));
}

/** Commands may say more before it. */
function jsonIn(output: string): string {
  return output.slice(output.search(/^[[{]/m));
}

function levelOf(proof: { readonly alertName: string; readonly level: number }): [string, number] {
  return [proof.alertName, proof.level];
}
