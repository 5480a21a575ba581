import { fileURLToPath } from 'node:url';
import type { Program } from 'telltale-example-support/programs';

/** The command line of Telltale. */
export const TELLTALE: string = fileURLToPath(new URL('../bin/telltale.js', import.meta.resolve('telltale')));
/** The definition of the pipeline. */
export const CONFIG: string = fileURLToPath(new URL('../../telltale.config.ts', import.meta.url));

/** The station on the pipeline's definition, with its data in a folder. */
export function stationProgram(
  folder: string,
  port: string,
  variables: Readonly<Record<string, string>>,
): Program {
  return {
    name: `station at ${port}`,
    args: [TELLTALE, 'up', '--config', CONFIG, '--env', 'demo', '--port', port, '--data', folder],
    env: { ...variables, PIPELINE_DEMO: '1' },
  };
}
