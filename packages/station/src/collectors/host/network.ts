import type { MetricFamily } from '@telltale/model';
import { family } from '../plain-family.ts';

/** Columns of `/proc/net/dev`, in their order, as node_exporter names them. */
const COLUMNS = [
  'receive_bytes',
  'receive_packets',
  'receive_errs',
  'receive_drop',
  'receive_fifo',
  'receive_frame',
  'receive_compressed',
  'receive_multicast',
  'transmit_bytes',
  'transmit_packets',
  'transmit_errs',
  'transmit_drop',
  'transmit_fifo',
  'transmit_colls',
  'transmit_carrier',
  'transmit_compressed',
] as const;

/** A network device with the columns of its line. */
export interface NetworkDevice {
  readonly device: string;
  readonly fields: readonly number[];
}

/** The lines of `/proc/net/dev` past their heading. */
export function networkDevices(text: string): readonly NetworkDevice[] {
  return text
    .split('\n')
    .map((line) => /^\s*([^:|]+):(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, device, rest]) => ({ device, fields: rest.trim().split(/\s+/).map(Number) }));
}

/** `/proc/net/dev`: traffic by network device. */
export function parseNetworkDevices(text: string): MetricFamily[] {
  const devices = networkDevices(text);
  return COLUMNS.map((name, index) =>
    family(
      'counter',
      `node_network_${name}_total`,
      `Network device statistic ${name}.`,
      devices.map(({ device, fields }) => [{ device }, fields[index]]),
    ),
  );
}
