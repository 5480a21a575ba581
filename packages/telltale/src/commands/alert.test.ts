import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRuleGroups } from '@telltale/alerting';
import { parseRuleFile } from '@telltale/formats';
import type { Station } from '@telltale/station';
import { createStation } from '@telltale/station';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../cli/main.ts';

const RULES = `groups:
  - name: g
    rules:
      - alert: Slow
        expr: vector(0) > 1
        labels: {severity: page}
        annotations: {summary: It is slow, description: 'value {{ $value }}'}
      - {alert: Lonely, expr: vector(0) > 1, labels: {team: nobody}}
      - {alert: Broken, expr: vector(0) > 1, labels: {team: broken}}
`;

const folder = mkdtempSync(join(tmpdir(), 'telltale-alert-cli-'));
const received: { readonly path: string; readonly body: string }[] = [];
const sink = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    received.push({ path: request.url ?? '', body });
    response.writeHead(request.url === '/broken' ? 400 : 200).end('sentinel answer');
  });
});
let station: Station;

beforeAll(async () => {
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
  const route = {
    receiver: 'ops',
    matchers: [],
    continue: false,
    groupBy: ['alertname', 'n'],
    groupWaitMs: 100,
    groupIntervalMs: 60_000,
    repeatIntervalMs: 60_000,
    routes: [],
  };
  const below = (team: string, receiver: string) => ({
    ...route,
    receiver,
    matchers: [{ name: 'team', op: '=' as const, value: team }],
  });
  station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    ruleGroups: loadRuleGroups(parseRuleFile(RULES, 'rules.yml')),
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    notifier: {
      route: { ...route, routes: [below('nobody', ''), below('broken', 'broken')] },
      receivers: ['ops', 'broken'].map((name) => {
        return { kind: 'webhook' as const, name, url: `${url}/${name}`, sendResolved: true };
      }),
    },
  });
});

afterAll(async () => {
  await station.stop();
  sink.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function telltale(...args: readonly string[]) {
  let output = '';
  let errors = '';
  const exitCode = await runCli([...args, '--url', station.url], {
    write: (text) => void (output += text),
    writeError: (text) => void (errors += text),
    useColor: false,
    cwd: folder,
    env: {},
  });
  return { exitCode, output, errors };
}

describe('telltale alert fire', { timeout: 60_000 }, () => {
  test('a synthetic alert goes the real way, marked as a drill, and the report has milliseconds and message', async () => {
    const { exitCode, output, errors } = await telltale('alert', 'fire', 'Slow', '--label', 'n=1', '--json');
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: expect.stringContaining('goes to ops') });
    const report = JSON.parse(output);
    expect(report.labels).toEqual({ alertname: 'Slow', severity: 'page', n: '1', drill: 'true' });
    expect(report.deliveries).toMatchObject([
      { receiver: 'ops', integration: 'webhook', outcome: 'delivered' },
    ]);
    expect(report.deliveries[0].afterMs).toBeGreaterThanOrEqual(100);
    expect(JSON.stringify(report.deliveries[0].message)).toContain('[DRILL] It is slow');
    const [message] = received.filter(({ body }) => body.includes('[DRILL] It is slow'));
    expect(JSON.parse(message.body).alerts[0].labels).toMatchObject({ drill: 'true', severity: 'page' });
  });

  test('a text of the report names receiver, time and message', async () => {
    const { exitCode, output } = await telltale('alert', 'fire', 'Slow', '--label', 'n=2');
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^✓ Slow \[DRILL\]\n {2}ops webhook {2}delivered \d+ ms after the alert/);
  });

  test('the time until somebody silences the alert is told', async () => {
    const fired = telltale('alert', 'fire', 'Slow', '--label', 'n=3', '--ack', '20s', '--json');
    await expect
      .poll(() => received.some(({ body }) => body.includes('"n":"3"')), { timeout: 20_000 })
      .toBe(true);
    await telltale('silence', 'add', 'Slow', 'n=3', '-m', 'I look into it', '--author', 'anna');
    const { exitCode, output } = await fired;
    expect(exitCode).toBe(0);
    const { acknowledgement } = JSON.parse(output);
    expect(acknowledgement).toMatchObject({ by: 'anna', comment: 'I look into it' });
    expect(acknowledgement.afterMs).toBeGreaterThan(100);
  });

  test.each([
    [['Broken'], 'failed (1 attempts): '],
    [['Lonely'], 'nobody'],
    [['Slow', '--label', 'n=4'], 'not told: silenced'],
  ])('an alert of %j of which nobody hears ends with 1', async ([name, ...args], text) => {
    if (args.length > 0) await telltale('silence', 'add', 'n=4', '-m', 'before');
    const { exitCode, output } = await telltale('alert', 'fire', name, ...args, '--timeout', '10s');
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: expect.stringContaining(text) });
  });

  test('an alert that the server does not know is named with what was probably meant', async () => {
    const { exitCode, errors } = await telltale('alert', 'fire', 'Slov');
    expect({ exitCode, errors }).toEqual({
      exitCode: 2,
      errors: expect.stringContaining('Did you mean Slow?'),
    });
  });
});

describe('telltale alert deliver', { timeout: 60_000 }, () => {
  test('each receiver gets a test message, and one that does not take it is flagged with exit code 1', async () => {
    const { exitCode, output } = await telltale('alert', 'deliver', '--all');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^✓ {2}ops\s+webhook\s+\d+ ms$/m);
    expect(output).toMatch(/^✗ {2}broken\s+webhook\s+\d+ ms\s+clientError: .*400/m);
    expect(received.at(-1)?.body).toContain('[DRILL] This is a test message');
  });

  test('one receiver can be named', async () => {
    const { exitCode, output } = await telltale('alert', 'deliver', 'ops', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(output).receivers).toMatchObject([{ receiver: 'ops', isDelivered: true }]);
    expect((await telltale('alert', 'deliver', 'none')).errors).toContain('receivers: ops, broken');
    expect((await telltale('alert', 'deliver')).exitCode).toBe(2);
  });
});

describe('telltale silence and alert list', { timeout: 60_000 }, () => {
  test('a silence is added, listed, mutes, and is ended', async () => {
    const { output: id } = await telltale('silence', 'add', 'team=~"x|y"', '--for', '2h', '-m', 'why');
    const { output: list } = await telltale('silence', 'list', '--json');
    const silence = JSON.parse(list).find((one: { id: string }) => one.id === id.trim());
    expect(silence).toMatchObject({
      comment: 'why',
      matchers: [{ name: 'team', value: 'x|y', isRegex: true }],
    });
    expect(Math.round((Date.parse(silence.endsAt) - Date.now()) / 60_000)).toBe(120);
    expect((await telltale('silence', 'list', 'team=x|y')).output).toContain('team=~"x|y"');
    expect((await telltale('silence', 'expire', id.trim())).exitCode).toBe(0);
    expect((await telltale('silence', 'list', 'team=x|y')).output).toBe('');
    expect((await telltale('silence', 'list', '--expired', 'team=x|y')).output).toContain('expired');
  });

  test('alerts are listed with who is told and what mutes them', async () => {
    const labels = { alertname: 'Listed', team: '\u001b[31mred' };
    const body = JSON.stringify([{ labels }]);
    const headers = { 'content-type': 'application/json' };
    await fetch(`${station.url}/api/v2/alerts`, { method: 'POST', headers, body });
    const { output } = await telltale('alert', 'list', 'Listed');
    expect(output).toMatch(/^ALERT\s+STATE\s+SINCE\s+RECEIVERS\s+LABELS\nListed\s+active\s.*\sops\s/);
    expect(output).not.toContain('\u001b');
    await telltale('silence', 'add', 'Listed', '-m', 'x');
    expect((await telltale('alert', 'list', 'Listed')).output).toContain('silenced');
    expect(JSON.parse((await telltale('alert', 'list', '--json', 'Listed')).output)).toHaveLength(1);
  });

  test.each([
    [
      ['silence', 'add', 'a=b', '-m', 'x', '--for', '1h', '--until', '2030-01-01T00:00:00Z'],
      'exclude each other',
    ],
    [['silence', 'add', 'a=~"("', '-m', 'x'], 'TT_'],
    [['silence', 'add', 'a=~".*"', '-m', 'x'], 'match a label that is missing'],
    [['silence', 'expire', 'nope'], 'must be of type uuid'],
    [['alert', 'fire', 'Slow', '--label', 'x'], 'name=value'],
  ])('%j is refused with exit code 2', async (args, message) => {
    const { exitCode, errors } = await telltale(...args);
    expect({ exitCode, errors }).toEqual({ exitCode: 2, errors: expect.stringContaining(message) });
  });
});
