import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { instrument } from '@telltale/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import definition from './fixtures/one-sample.config.ts';

const VALUE = 1234.5;

/* Collect → expose → scrape → store → show → notify: one value, seen at every step. */
describe('one sample followed', () => {
  const t = instrument(definition);
  const received: string[] = [];
  const receiver = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push(body);
    response.end();
  });
  const folder = suiteFolder();
  let metricsUrl: string;
  let station: RunningStation;

  beforeAll(async () => {
    metricsUrl = (await t.serve({ port: 0 })).url ?? '';
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    process.env['KILN_TARGET'] = new URL(metricsUrl).host;
    process.env['KILN_RECEIVER'] = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const config = join(ROOT, 'test/e2e/fixtures/one-sample.config.ts');
    station = await startStation(await freePort(), folder.path, ['--no-host', '--config', config]);
  });

  afterAll(async () => {
    await stopProgram(station);
    receiver.close();
    receiver.closeAllConnections();
    await t.shutdown();
  });

  test('collected and exposed: the metrics page says it', async () => {
    t.metrics.kiln_temperature_celsius.set(VALUE);
    const page = await (await fetch(metricsUrl)).text();
    expect(page).toContain(`\nkiln_temperature_celsius ${VALUE}\n`);
  });

  test('scraped and stored: a query returns it', async () => {
    const [sample] = await waitFor('the sample', async () => {
      const samples = await queryInstant(station.url, `kiln_temperature_celsius == ${VALUE}`);
      return samples.length > 0 && samples;
    });
    expect(sample.metric).toMatchObject({ job: 'kiln', instance: new URL(metricsUrl).host });
  });

  test.runIf(hasProgram('chromium'))('shown: the page says it', async () => {
    const browser = await launchBrowser(temporaryFolder());
    const { page, faults } = await openPage(browser, `${station.url}/d/kiln`);
    await waitFor('the value on the page', async () =>
      /1[.,]?234?/.test(await page.locator('main').innerText()),
    );
    expect(faults).toEqual([]);
    await browser.close();
  });

  test('alerted: the receiver is told it', async () => {
    await waitFor('the notification', () => received.length > 0, 30_000);
    const payload = JSON.parse(received[0]);
    expect(payload).toMatchObject({ version: '4', status: 'firing', receiver: 'ops' });
    expect(payload.alerts[0].labels.alertname).toBe('KilnTooHot');
    expect(payload.alerts[0].annotations.summary).toMatch(/^the kiln has 1\.?234.*degrees$/);
  });

  test('the station says what it was started with, but not where receivers are', async () => {
    const text = JSON.stringify(await getJson(`${station.url}/api/telltale/definition`));
    expect(JSON.parse(text)).toMatchObject({
      service: 'kiln',
      metrics: [{ name: 'kiln_temperature_celsius', kind: 'gauge', unit: 'celsius' }],
      rules: [{ name: 'KilnTooHot', query: 'kiln_temperature_celsius > 1000' }],
      receivers: [{ name: 'ops', kind: 'webhook' }],
    });
    expect(text).not.toContain(process.env['KILN_RECEIVER']);
  });
});
