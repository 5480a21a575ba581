import { defineMonitoring, probes, resolveDefinition } from '@telltale/definition';
import type { ProbesOptions, ResolvedTarget } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { testServers } from '../../test/support/test-servers.ts';
import type { TargetsResponse } from '../contract.ts';
import { createStation } from '../station.ts';

const servers = testServers();

function targetsOf(options: ProbesOptions): readonly ResolvedTarget[] {
  const pack = probes({ every: '1s', ...options });
  return resolveDefinition(defineMonitoring({ service: 'shop', exporters: [pack] }), { parse: parseExpr })
    .targets;
}

test('a station makes the probes of its definition, and those of another one after a reload', async () => {
  const port = await servers.tcp((socket) => socket.end());
  let targets = targetsOf({
    tcp: { open: `127.0.0.1:${port}`, closed: { address: '127.0.0.1:1', labels: { zone: 'a' } } },
  });
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: temporaryFolder(),
    ruleGroups: [],
    targets,
    builtInIntervalMs: 1000,
    collectHost: false,
    reload: async () => ({ ruleGroups: [], targets }),
  });
  const probed = async () => {
    const answer = await fetch(`${station.url}/api/telltale/targets`);
    const { targets: all } = (await answer.json()) as TargetsResponse;
    return all.filter(({ job }) => job === 'probes');
  };
  try {
    const [open, closed] = await waitFor('both probes', async () => {
      const found = await probed();
      return found.length === 2 && found.every(({ health }) => health === 'up') && found;
    });
    expect(open).toMatchObject({ instance: `127.0.0.1:${port}`, url: `tcp://127.0.0.1:${port}`, note: '' });
    expect(closed.labels).toEqual({ job: 'probes', instance: '127.0.0.1:1', probe: 'closed', zone: 'a' });
    expect(closed.note).toBe('connection refused: nothing listens at this address');
    const query = new URLSearchParams({ query: 'sum by (probe) (probe_success)' });
    const answer = await fetch(`${station.url}/api/v1/query?${query}`);
    const { data } = (await answer.json()) as {
      data: { result: { metric: { probe: string }; value: [number, string] }[] };
    };
    const values = new Map(data.result.map(({ metric, value }) => [metric.probe, value[1]]));
    expect(Object.fromEntries(values)).toEqual({ open: '1', closed: '0' });
    targets = targetsOf({ tcp: { open: `127.0.0.1:${port}`, other: 'localhost:1' } });
    await station.reload();
    expect((await probed()).map(({ labels }) => labels['probe']).toSorted()).toEqual(['open', 'other']);
  } finally {
    await station.stop();
  }
});
