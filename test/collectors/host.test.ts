import { platform } from 'node:os';
import { nodeExporter } from '@telltale/definition';
import type { Station } from '@telltale/station';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingSeries } from '../../packages/station/test/support/pack-series.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  collectedPage,
  collectedSeries,
  collectedStation,
  exporterPage,
  untilCollected,
} from './collected-station.ts';
import type { Page } from './collected-station.ts';

/** What a machine has, not what it does at this moment. */
const AT_REST =
  /"(?:node_memory_MemTotal_bytes|node_memory_SwapTotal_bytes|node_boot_time_seconds|node_filesystem_(?:size_bytes|files|readonly)|node_filefd_maximum|node_entropy_pool_size_bits|node_network_(?:up|mtu_bytes|carrier|speed_bytes)|node_netstat_Ip_Forwarding|node_nf_conntrack_entries_limit|node_uname_info)"/;
/** What only rises, and not fast: it is nearly the same a moment later. */
const RISING =
  /"node_(?:cpu_seconds_total|disk_(?:read|written|writes|reads|io_time).*_total|network_(?:receive|transmit)_(?:bytes|packets|errs)_total|pressure_.*|context_switches_total|forks_total)"/;
/** What dashboards use most. */
const EVERYWHERE = ['node_load1', 'node_memory_MemAvailable_bytes', 'node_filesystem_avail_bytes'];

describe.runIf(platform() === 'linux' && hasProgram('prometheus-node-exporter'))('this machine', () => {
  const folder = suiteFolder();
  let exporter: Program;
  let station: Station;
  let theirs: Page;
  let ours: Page;

  beforeAll(async () => {
    const listen = `127.0.0.1:${await freePort()}`;
    exporter = startProgram('prometheus-node-exporter', [`--web.listen-address=${listen}`]);
    station = await collectedStation(folder.path, {}, { collectHost: true });
    await untilCollected(station, 'up{job="node"}', (up) => up === 1);
    theirs = await waitFor('the exporter', () => exporterPage(`http://${listen}/metrics`));
    ours = await collectedPage(station, 'node');
  }, 60_000);

  afterAll(async () => {
    await station?.stop();
    if (exporter) await stopProgram(exporter);
  });

  test('what it has is what Debian’s node_exporter says, under the same names and labels', () => {
    const atRest = [...theirs.samples].filter(([text]) => AT_REST.test(text));
    expect(atRest.length).toBeGreaterThan(10);
    const read = atRest.map(([text]) => [text, ours.samples.get(text)] as const);
    expect(Object.fromEntries(read)).toEqual(Object.fromEntries(atRest));
  });

  test('what it does is nearly what node_exporter says a moment before or after', () => {
    const rising = [...ours.samples].filter(([text]) => RISING.test(text));
    expect(rising.length).toBeGreaterThan(30);
    for (const [text, value] of rising) {
      const other = theirs.samples.get(text);
      const allowed = Math.max(60, Math.abs(value) * 0.05);
      if (other !== undefined) expect([text, Math.abs(other - value) <= allowed]).toEqual([text, true]);
    }
    expect(rising.filter(([text]) => theirs.samples.has(text)).length).toBeGreaterThan(30);
  });

  test('types are those of node_exporter', () => {
    const both = [...theirs.types].filter(([name]) => name.startsWith('node_') && ours.types.has(name));
    expect(both.length).toBeGreaterThan(150);
    expect(both.map(([name]) => [name, ours.types.get(name)])).toEqual(both);
  });

  test('the alerts and panels of the pack ask for nothing that is not read', async () => {
    expect(missingSeries(nodeExporter(), await collectedSeries(station, 'node'))).toEqual([]);
  });

  test.each(EVERYWHERE)('%s is read', (name) => {
    expect([...ours.samples.keys()].some((text) => text.includes(`"${name}"`))).toBe(true);
  });
});
