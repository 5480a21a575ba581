import { createStation } from '@telltale/station';
import type { StatusResponse } from '@telltale/station/contract';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../test/support/run-cli.ts';
import { stationRules } from './station-rules.ts';

/** A station whose alerts do not wait, and that knows of itself what it can bear. */
async function stationThatBears(series: number): Promise<string> {
  const group = stationRules(200);
  const rules = group.rules.map((rule) => (rule.kind === 'alerting' ? { ...rule, forMs: 0 } : rule));
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: temporaryFolder(),
    ruleGroups: [{ ...group, rules }],
    targets: [],
    builtInIntervalMs: 200,
    collectHost: false,
    capacity: { series },
  });
  onTestFinished(() => station.stop());
  return station.url;
}

async function firing(url: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const answer = await (await fetch(`${url}/api/v1/alerts`)).json();
  const { data } = answer as { data: { alerts: { labels: Record<string, string> }[] } };
  return data.alerts
    .map(({ labels }) => labels)
    .filter((labels) => labels['alertname'] === 'TelltaleNearCapacity');
}

test('a station that comes near what it can bear raises an alert that names the resource', async () => {
  const url = await stationThatBears(10);
  const alert = { alertname: 'TelltaleNearCapacity', resource: 'series', severity: 'warning' };
  await expect.poll(() => firing(url), { timeout: 10_000 }).toEqual([expect.objectContaining(alert)]);
  const { envelope } = (await (await fetch(`${url}/api/telltale/status`)).json()) as StatusResponse;
  const [series] = envelope;
  expect(series).toMatchObject({ resource: 'series', limit: 10, isNearlyFull: true });
});

test('a station that has room raises none', async () => {
  const url = await stationThatBears(1_000_000);
  const evaluated = async () => {
    const answer = await (
      await fetch(`${url}/api/v1/query?query=telltale_station_capacity_used_ratio`)
    ).json();
    return (answer as { data: { result: unknown[] } }).data.result.length;
  };
  await expect.poll(evaluated, { timeout: 10_000 }).toBe(5);
  expect(await firing(url)).toEqual([]);
});
