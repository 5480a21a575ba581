import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAlertmanagerSender, createHttpTransport } from '@telltale/alerting';
import type { AlertUpdate, AlertmanagerSender } from '@telltale/alerting';
import { LabelSet, systemClock } from '@telltale/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import type { Program } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import type { FaultyReceiver } from './faulty-receiver.ts';
import { startHttpReceiver } from './http-receiver.ts';
import type { ReceivedMessage } from './told.ts';

const PROGRAM = 'prometheus-alertmanager';
/**
 * In a cluster the second member waits this long for the first, so that it need not tell the same. As
 * by default it is less than the group interval: otherwise it tells what has changed since.
 */
const PEER_TIMEOUT_MS = 1000;

/*
 * Two stations without a cluster of their own post the same alerts to both members of a cluster of
 * real Alertmanagers, which sees to it that one notification is sent.
 */
describe.skipIf(!hasProgram(PROGRAM))('two stations and two clustered Alertmanagers', () => {
  const folder = suiteFolder();
  const messages: ReceivedMessage[] = [];
  let receiver: FaultyReceiver;
  let members: readonly Program[] = [];
  let addresses: readonly string[] = [];
  let stations: readonly AlertmanagerSender[] = [];

  beforeAll(async () => {
    receiver = await startHttpReceiver({ name: 'hook', onMessage: (message) => messages.push(message) });
    const config = join(folder.path, 'alertmanager.yml');
    writeFileSync(config, configuration(receiver.port));
    const [first, second] = [await freePort(), await freePort()];
    const [firstPeer, secondPeer] = [await freePort(), await freePort()];
    addresses = [`http://127.0.0.1:${first}`, `http://127.0.0.1:${second}`];
    members = [
      member(config, join(folder.path, '1'), first, firstPeer, secondPeer),
      member(config, join(folder.path, '2'), second, secondPeer, firstPeer),
    ];
    for (const address of addresses) {
      await waitFor('both members to know of each other', async () => (await peersOf(address)) === 2);
    }
    stations = [1, 2].map(() =>
      createAlertmanagerSender({
        addresses,
        transport: createHttpTransport(),
        clock: systemClock,
        externalUrl: 'http://station.example:4400',
      }),
    );
  });

  afterAll(async () => {
    await Promise.all(stations.map((station) => station.stop()));
    await Promise.all(members.map(stopProgram));
    await receiver.close();
  });

  test('an alert that both stations post to both Alertmanagers is told once, and so is its end', async () => {
    const startsAtMs = Date.now();
    for (const station of stations) station.accept([alert(startsAtMs, Date.now() + 60_000)]);
    await waitFor('the alert', () => messages.length > 0);
    await sleep(2 * PEER_TIMEOUT_MS);
    expect(messages.map(({ alerts }) => alerts)).toEqual([[{ id: 'a', incident: 1, status: 'firing' }]]);
    for (const station of stations) station.accept([alert(startsAtMs, Date.now())]);
    await waitFor('its end', () => messages.length > 1);
    await sleep(2 * PEER_TIMEOUT_MS);
    expect(messages.slice(1).map(({ alerts }) => alerts)).toEqual([
      [{ id: 'a', incident: 1, status: 'resolved' }],
    ]);
    for (const station of stations) {
      expect(station.figures()).toMatchObject(
        addresses.map((address) => ({
          alertmanager: `${address}/api/v2/alerts`,
          sentTotal: 2,
          errorsTotal: 0,
          droppedTotal: 0,
          queueLength: 0,
        })),
      );
    }
  });

  test('an alert is told although one of the Alertmanagers is dead', async () => {
    await stopProgram(members[0]);
    messages.length = 0;
    for (const station of stations) station.accept([alert(Date.now(), Date.now() + 60_000, 'b')]);
    await waitFor('the alert', () => messages.length > 0);
    await sleep(PEER_TIMEOUT_MS);
    expect(messages.map(({ alerts }) => alerts)).toEqual([[{ id: 'b', incident: 1, status: 'firing' }]]);
    for (const station of stations) {
      const [dead, alive] = station.figures();
      expect(dead).toMatchObject({ queueLength: 1 });
      expect(dead.errorsTotal).toBeGreaterThan(0);
      expect(alive).toMatchObject({ queueLength: 0, errorsTotal: 0 });
    }
  });
});

function alert(startsAtMs: number, endsAtMs: number, id = 'a'): AlertUpdate {
  return {
    labels: LabelSet.of({ alertname: 'Fault', id }),
    annotations: { incident: '1' },
    startsAtMs,
    endsAtMs,
    generatorUrl: '/graph',
  };
}

function configuration(port: number): string {
  return [
    'route: { receiver: hook, group_by: [id], group_wait: 1s, group_interval: 4s, repeat_interval: 1h }',
    'receivers:',
    `  - { name: hook, webhook_configs: [{ url: 'http://127.0.0.1:${port}/' }] }`,
    '',
  ].join('\n');
}

function member(config: string, data: string, port: number, own: number, other: number): Program {
  return startProgram(PROGRAM, [
    `--config.file=${config}`,
    `--storage.path=${data}`,
    `--web.listen-address=127.0.0.1:${port}`,
    `--cluster.listen-address=127.0.0.1:${own}`,
    `--cluster.peer=127.0.0.1:${other}`,
    `--cluster.peer-timeout=${PEER_TIMEOUT_MS}ms`,
    '--cluster.gossip-interval=50ms',
    '--cluster.settle-timeout=1s',
  ]);
}

/** How many members a member knows, itself included. */
async function peersOf(address: string): Promise<number> {
  const response = await fetch(`${address}/api/v2/status`);
  const { cluster } = (await response.json()) as { cluster: { status: string; peers?: unknown[] } };
  return cluster.status === 'ready' ? (cluster.peers?.length ?? 0) : 0;
}
