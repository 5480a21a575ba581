import { fileURLToPath } from 'node:url';
import type { Program } from 'telltale-example-support/programs';
import { stationProgram } from 'telltale-example-support/watching';

/** The definition of the pipeline. */
export const CONFIG: string = fileURLToPath(new URL('../../telltale.config.ts', import.meta.url));

/** The station on the pipeline's definition, with its data in a folder. */
export function pipelineStation(
  folder: string,
  port: string,
  variables: Readonly<Record<string, string>>,
): Program {
  return stationProgram({ config: CONFIG, folder, port, env: { ...variables, PIPELINE_DEMO: '1' } });
}
