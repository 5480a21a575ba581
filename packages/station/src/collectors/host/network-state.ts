import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { MetricFamily } from '@telltale/model';
import { family } from '../plain-family.ts';

/** Network devices of a machine with many containers are many. */
const MAX_DEVICES = 200;
const BYTES_PER_MEGABIT = 125_000;

interface DeviceState {
  readonly device: string;
  readonly operstate: string;
  readonly mtu: number;
  readonly speed: number;
  readonly carrier: number;
}

/** `/sys/class/net`: whether network devices are up, and how fast they are. */
export async function readNetworkState(sys: string): Promise<MetricFamily[]> {
  const folder = join(sys, 'class/net');
  const devices = (await readdir(folder).catch(() => [])).slice(0, MAX_DEVICES);
  const states = await Promise.all(devices.map((device) => readDevice(folder, device)));
  const column = (name: string, help: string, value: (state: DeviceState) => number) =>
    family(
      'gauge',
      `node_network_${name}`,
      help,
      states.flatMap((state) =>
        Number.isNaN(value(state)) ? [] : [[{ device: state.device }, value(state)]],
      ),
    );
  return [
    column('up', "Value is 1 if operstate is 'up', 0 otherwise.", ({ operstate }) =>
      Number(operstate === 'up'),
    ),
    column('carrier', 'Network device property: carrier', ({ carrier }) => carrier),
    column('mtu_bytes', 'Network device property: mtu_bytes', ({ mtu }) => mtu),
    column('speed_bytes', 'Network device property: speed_bytes', ({ speed }) => speed * BYTES_PER_MEGABIT),
  ];
}

async function readDevice(folder: string, device: string): Promise<DeviceState> {
  // A device that is down has no speed to tell: reading it fails.
  const read = async (name: string) =>
    (await readFile(join(folder, device, name), 'utf8').catch(() => '')).trim();
  const number = async (name: string) => Number((await read(name)) || 'none');
  const [operstate, mtu, speed, carrier] = await Promise.all([
    read('operstate'),
    number('mtu'),
    number('speed'),
    number('carrier'),
  ]);
  return { device, operstate, mtu, speed, carrier };
}
