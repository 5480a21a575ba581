import type { HttpConnections } from '../access/http-connections.ts';
import type { ScrapeTarget } from '../scrape/scrape-target.ts';
import type { TargetReader } from '../scrape/target-reader.ts';
import { httpReader } from '../scrape/target-reader.ts';
import { probeReader } from './probe-reader.ts';

/** How a target is read: by a probe where it is one, else over HTTP. */
export function readerOfTarget(
  target: ScrapeTarget,
  connections: HttpConnections,
  log: (line: string) => void,
): TargetReader {
  if (!target.probe) return httpReader(target, connections);
  return probeReader(target.probe, { addresses: connections.addresses, log });
}
