import type { MetricFamily } from '@telltale/model';
import { family } from '../plain-family.ts';

/** Column of `/proc/net/dev` → metric. */
const COLUMNS: readonly (readonly [index: number, name: string, what: string])[] = [
  [0, 'receive_bytes', 'receive_bytes'],
  [1, 'receive_packets', 'receive_packets'],
  [2, 'receive_errs', 'receive_errs'],
  [3, 'receive_drop', 'receive_drop'],
  [8, 'transmit_bytes', 'transmit_bytes'],
  [9, 'transmit_packets', 'transmit_packets'],
  [10, 'transmit_errs', 'transmit_errs'],
  [11, 'transmit_drop', 'transmit_drop'],
];

/** `/proc/net/dev`: traffic by network device. */
export function parseNetworkDevices(text: string): MetricFamily[] {
  const devices = text
    .split('\n')
    .map((line) => /^\s*([^:]+):(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, device, rest]) => ({ device, fields: rest.trim().split(/\s+/).map(Number) }));
  return COLUMNS.map(([index, name, what]) =>
    family(
      'counter',
      `node_network_${name}_total`,
      `Network device statistic ${what}.`,
      devices.map(({ device, fields }) => [{ device }, fields[index]]),
    ),
  );
}
