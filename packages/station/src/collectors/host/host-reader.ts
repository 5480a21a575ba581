import { platform } from 'node:os';
import type { MetricFamily } from '@telltale/model';
import { giveFamilies } from '../give-families.ts';
import type { ReadingSink } from '../../scrape/page/reading-sink.ts';
import { readLinuxHost } from './linux-host.ts';

/** This machine as a target that is read in this process. */
export async function hostReader(sink: ReadingSink): Promise<number> {
  return giveFamilies(await readHost(Date.now()), sink);
}

/**
 * Figures of this machine under the names and with the units of node_exporter, so that dashboards
 * and rules written for it work unchanged.
 *
 * @param system The kind of system; that of this machine by default. Where it is not Linux, the most used families
 * are read by way of `systeminformation`.
 */
export async function readHost(nowMs: number, system: NodeJS.Platform = platform()): Promise<MetricFamily[]> {
  if (system === 'linux') return readLinuxHost(nowMs);
  // Only stations off Linux load the library.
  const { readOtherHost } = await import('./other-host.ts');
  return readOtherHost(nowMs);
}
