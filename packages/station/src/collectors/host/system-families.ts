import { hostname, machine, release, type, version } from 'node:os';
import type { MetricFamily } from '@telltale/model';
import { family, single } from '../plain-family.ts';

/** The clock and the name of this machine, which every system tells. */
export function systemFamilies(nowMs: number, domainname = '(none)'): MetricFamily[] {
  const zoneSeconds = -new Date(nowMs).getTimezoneOffset() * 60;
  const labels = {
    domainname,
    machine: machine(),
    nodename: hostname(),
    release: release(),
    sysname: type(),
    version: version(),
  };
  return [
    single('gauge', 'node_time_seconds', 'System time in seconds since epoch (1970).', nowMs / 1000),
    family('gauge', 'node_time_zone_offset_seconds', 'System time zone offset in seconds.', [
      [{ time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone }, zoneSeconds],
    ]),
    family('gauge', 'node_uname_info', 'Labeled system information as provided by the uname system call.', [
      [labels, 1],
    ]),
  ];
}
