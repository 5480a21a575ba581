import { userInfo } from 'node:os';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import type { Station } from '@telltale/station';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { runProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { startStationWith } from './alertmanager-pair.ts';

/*
 * The commands of amtool's documentation that talk to a server, against a station. Each test begins with
 * alerts of its own name, so that they need no order.
 */
const CONFIGURATION = `
route:
  receiver: ops
  group_by: [alertname]
  group_wait: 1h
  routes:
    - {matchers: [severity="page"], receiver: pager, continue: true}
    - {matchers: [team=~"a|b"], receiver: chat}
inhibit_rules: [{source_matchers: [alertname="Cause"], target_matchers: [alertname="Effect"]}]
receivers: [{name: ops}, {name: pager}, {name: chat}]
`.replaceAll(/\{name: (ops|pager|chat)\}/g, "{name: $1, webhook_configs: [{url: 'http://127.0.0.1:9/'}]}");

describe.runIf(hasProgram('amtool'))('amtool', () => {
  const folder = suiteFolder();
  let station: Station;

  beforeAll(async () => {
    station = await startStationWith(join(folder.path, 'data'), CONFIGURATION);
  });

  afterAll(() => station?.stop());

  const run = (...args: readonly string[]) =>
    runProgram('amtool', [`--alertmanager.url=${station.url}`, ...args], { env: { HOME: folder.path } });
  /** The output of a command that must succeed. */
  const amtool = async (...args: readonly string[]) => {
    const { exit, output } = await run(...args);
    expect(exit, output).toBe(0);
    return output;
  };
  const json = async (...args: readonly string[]) => JSON.parse(await amtool(...args, '-o', 'json'));
  const labelsOf = (alerts: readonly { readonly labels: Readonly<Record<string, string>> }[]) =>
    alerts.map(({ labels }) => labels['alertname']);

  test('alert add and query: by name, by labels, by expressions, in all outputs', async () => {
    await amtool('alert', 'add', 'foo', 'node=bar', '--annotation=summary=of the alert');
    await amtool('alert', 'add', 'alertname=foo', 'node=other', '--generator-url=http://p/graph');
    expect(await json('alert', 'query', 'foo')).toHaveLength(2);
    expect(await json('alert', 'query', 'alertname=foo', 'node=bar')).toMatchObject([
      { labels: { alertname: 'foo', node: 'bar' }, annotations: { summary: 'of the alert' } },
    ]);
    expect(await json('alert', 'query', 'foo', 'node=other')).toMatchObject([
      { generatorURL: 'http://p/graph' },
    ]);
    expect(await json('alert', 'query', 'alertname=~fo.*', 'node!=bar')).toHaveLength(1);
    expect(await json('alert', 'query', 'alertname!~fo.*', 'node=bar')).toEqual([]);
    expect(await amtool('alert', 'query', 'foo', 'node=bar')).toMatch(
      /Alertname\s+Starts At\s+Summary\s+State\s*\nfoo\s.*of the alert\s+active/,
    );
    expect(await amtool('alert', 'query', 'foo', '-o', 'extended')).toContain('http://p/graph');
    expect(await amtool('alert', 'foo')).toContain('foo');
  });

  test('alert add: an alert of a given time ends by itself', async () => {
    const start = new Date(Date.now() - 60_000).toISOString();
    await amtool(
      'alert',
      'add',
      'past',
      `--start=${start}`,
      `--end=${new Date(Date.now() + 1500).toISOString()}`,
    );
    expect(await json('alert', 'query', 'past')).toMatchObject([{ startsAt: start }]);
    await waitFor('the end of the alert', async () => (await json('alert', 'query', 'past')).length === 0);
  });

  test('alert query: by state and receiver', async () => {
    await amtool('alert', 'add', 'Cause', 'severity=page');
    await amtool('alert', 'add', 'Effect', 'team=a');
    await amtool('alert', 'add', 'Hushed', 'team=b');
    await amtool('silence', 'add', 'Hushed', '-c', 'why');
    const mine = 'alertname=~Cause|Effect|Hushed';
    expect(labelsOf(await json('alert', 'query', mine))).toEqual(['Cause']);
    expect(labelsOf(await json('alert', 'query', '--inhibited', mine))).toEqual(['Effect']);
    expect(labelsOf(await json('alert', 'query', '--silenced', mine))).toEqual(['Hushed']);
    expect(labelsOf(await json('alert', 'query', '-a', '-s', '-i', mine))).toHaveLength(3);
    expect(await json('alert', 'query', '--unprocessed', mine)).toEqual([]);
    expect(labelsOf(await json('alert', 'query', '--receiver=pag.*', mine))).toEqual(['Cause']);
  });

  test('silence add: by name, by labels, by expressions, with times, author and comment', async () => {
    const id = (await amtool('silence', 'add', 'added', 'node=bar', '-c', 'a comment', '-a', 'me')).trim();
    expect(await json('silence', 'query', 'added')).toMatchObject([
      { id, createdBy: 'me', comment: 'a comment', matchers: [{ name: 'alertname' }, { name: 'node' }] },
    ]);
    const end = new Date(Date.now() + 7_200_000).toISOString();
    await amtool('silence', 'add', 'alertname=~adde.*', 'x!=y', 'z!~a.+', '-c', 'c', `--end=${end}`);
    const [found] = await json('silence', 'query', 'alertname=adde.*', '--created-by', userInfo().username);
    expect(found).toMatchObject({ endsAt: end });
    expect(
      found.matchers.map(({ isRegex, isEqual }: { isRegex: boolean; isEqual: boolean }) => [
        isRegex,
        isEqual,
      ]),
    ).toEqual([
      [true, true],
      [false, false],
      [true, false],
    ]);
    const start = new Date(Date.now() + 3_600_000).toISOString();
    await amtool('silence', 'add', 'later', '-c', 'c', '-d', '2h', `--start=${start}`);
    expect(await json('silence', 'query', 'later')).toMatchObject([
      { status: { state: 'pending' }, startsAt: start },
    ]);
  });

  test('silence add: what makes no sense is refused', async () => {
    expect((await run('silence', 'add', 'nothing')).output).toContain('comment required');
    const { exit, output } = await run('silence', 'add', 'alertname=~', '-c', 'c');
    expect(exit, output).not.toBe(0);
  });

  test('silence query: in all outputs, by time of expiry, by creator, ids only', async () => {
    const id = (
      await amtool('silence', 'add', 'queried', '-c', 'why it is', '-d', '30m', '-a', 'creator')
    ).trim();
    expect(await amtool('silence', 'query', 'queried')).toMatch(
      /ID\s+Matchers\s+Ends At[^]*alertname="queried"/,
    );
    expect(await amtool('silence', 'query', 'queried', '-o', 'extended')).toContain('why it is');
    expect((await amtool('silence', 'query', '-q', 'queried')).trim()).toBe(id);
    expect(await json('silence', 'query', '--within', '1h', 'queried')).toHaveLength(1);
    expect(await json('silence', 'query', '--within', '10m', 'queried')).toHaveLength(0);
    expect(await json('silence', 'query', '--created-by=creator')).toHaveLength(1);
    expect(await json('silence', 'query', '--expired', 'queried')).toEqual([]);
  });

  test('silence expire ends silences', async () => {
    const ids = [
      await amtool('silence', 'add', 'ended', '-c', 'c'),
      await amtool('silence', 'add', 'ended', 'a=b', '-c', 'c'),
    ];
    await amtool('silence', 'expire', ...ids.map((id) => id.trim()));
    expect(await json('silence', 'query', 'ended')).toEqual([]);
    expect(await json('silence', 'query', '--expired', '--within', '1h', 'ended')).toHaveLength(2);
    expect((await run('silence', 'expire', '11111111-1111-1111-1111-111111111111')).exit).not.toBe(0);
  });

  test('silence update changes the end and the comment', async () => {
    const id = (await amtool('silence', 'add', 'updated', '-c', 'before', '-d', '1h')).trim();
    // With -q this version prints the address of the id in memory.
    expect(await amtool('silence', 'update', '-d', '3h', '-c', 'after', id)).toContain(id);
    const [{ comment, startsAt, endsAt }] = await json('silence', 'query', 'updated');
    expect(comment).toBe('after');
    expect(Date.parse(endsAt) - Date.parse(startsAt)).toBeGreaterThan(2.9 * 3_600_000);
  });

  test('silence import takes what query has written', async () => {
    await amtool('silence', 'add', 'imported', 'a=1', '-c', 'c');
    await amtool('silence', 'add', 'imported', 'a=2', '-c', 'c');
    const file = join(folder.path, 'silences.json');
    writeFileSync(file, JSON.stringify(await json('silence', 'query', 'imported')));
    const ids = (await amtool('silence', 'query', '-q', 'imported')).trim().split('\n');
    await amtool('silence', 'expire', ...ids);
    await amtool('silence', 'import', '--force', file);
    expect(await json('silence', 'query', 'imported')).toHaveLength(2);
  });

  test('cluster show says that there is no cluster', async () => {
    expect(await amtool('cluster', 'show')).toContain('disabled');
  });

  test('config show prints a configuration that check-config accepts', async () => {
    const shown = await amtool('config', 'show');
    expect(shown).toContain('receiver: pager');
    expect(await amtool('config', 'show', '-o', 'extended')).toMatch(/buildUser|config|uptime/i);
    expect((await json('config', 'show')).config.original).toContain('receiver: pager');
    const file = join(folder.path, 'shown.yml');
    writeFileSync(file, (await json('config', 'show')).config.original);
    expect(await amtool('check-config', file)).toMatch(/SUCCESS[^]*3 receivers/);
  });

  test('config routes show prints the tree, and test the receivers of an alert', async () => {
    expect(await amtool('config', 'routes', 'show')).toMatch(
      /default-route\s+receiver: ops[^]*severity="page"/,
    );
    expect(await amtool('config', 'routes')).toContain('receiver: chat');
    expect((await amtool('config', 'routes', 'test', 'severity=page', 'team=a')).trim()).toBe('pager,chat');
    expect((await amtool('config', 'routes', 'test', 'team=c')).trim()).toBe('ops');
    await amtool('config', 'routes', 'test', '--verify.receivers=chat', 'team=b');
    expect((await run('config', 'routes', 'test', '--verify.receivers=pager', 'team=b')).exit).not.toBe(0);
    expect(await amtool('config', 'routes', 'test', '--tree', 'team=b')).toContain('chat');
  });
});
