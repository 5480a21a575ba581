import { fileURLToPath } from 'node:url';
import type { Program } from '../programs/index.ts';

/** The command line of Telltale. */
export const TELLTALE: string = fileURLToPath(new URL('../bin/telltale.js', import.meta.resolve('telltale')));

/** A station on the definition of an example in its environment `demo`. */
export interface StationOptions {
  /** File of the definition. */
  readonly config: string;
  /** Folder of its data. */
  readonly folder: string;
  readonly port: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The program of a station. */
export function stationProgram({ config, folder, port, env }: StationOptions): Program {
  return {
    name: `station at ${port}`,
    args: [TELLTALE, 'up', '--config', config, '--env', 'demo', '--port', port, '--data', folder],
    env,
  };
}
