import { fileURLToPath } from 'node:url';
import type { ServerProcess } from 'telltale-example-support/proving';
import { runScript, startServer } from 'telltale-example-support/proving';

/** The command line of Telltale. */
const TELLTALE: string = fileURLToPath(new URL('../bin/telltale.js', import.meta.resolve('telltale')));

/** The definition of the migration. */
export const CONFIG: string = fileURLToPath(new URL('../telltale.config.ts', import.meta.url));

/** Runs a command to its end; throws with what it says where it fails. */
export function telltale(...args: readonly string[]): Promise<string> {
  return runScript(TELLTALE, args);
}

/** Writes the configuration of Prometheus to the folder `prometheus` in a folder. */
export async function generatePrometheus(folder: string): Promise<void> {
  await telltale('gen', 'prometheus', '--config', CONFIG, '--out', folder);
}

/** Starts the station on the example's definition. */
export function startStation(folder: string): Promise<ServerProcess> {
  return startServer('node', folder, (address) => {
    const { port } = new URL(`http://${address}`);
    return [TELLTALE, 'up', '--config', CONFIG, '--port', port, '--data', 'station', '--no-host'];
  });
}
