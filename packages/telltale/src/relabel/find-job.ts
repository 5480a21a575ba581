import { resolve } from 'node:path';
import type { ResolvedTarget } from '@telltale/definition';
import { TelltaleError, closestName } from '@telltale/model';
import { loadDefinition } from '../definition/load-definition.ts';
import type { CommandIo } from '../io/command-io.ts';
import { loadPrometheusConfig } from '../settings/prometheus/load-prometheus-config.ts';

/** Where a job is looked for. */
export interface JobPlace {
  readonly config?: string;
  readonly env?: string;
  readonly prometheusConfig?: string;
}

/**
 * The targets of a job: several where a `prometheus.yml` gives its addresses different labels. What of the file is
 * left out is told as a warning.
 *
 * @throws TelltaleError TT_USAGE for a job that there is not, and what reading the definition or the file throws.
 */
export async function findJob(
  name: string,
  place: JobPlace,
  io: CommandIo,
): Promise<readonly [ResolvedTarget, ...ResolvedTarget[]]> {
  const targets = await allTargets(place, io);
  const [first, ...others] = targets.filter(({ job }) => job === name);
  if (first) return [first, ...others];
  const names = [...new Set(targets.map(({ job }) => job))];
  const near = closestName(name, names);
  throw new TelltaleError('TT_USAGE', `There is no job named ${JSON.stringify(name)}.`, {
    fix: near === undefined ? `Jobs: ${names.join(', ') || 'none'}.` : `Did you mean ${near}?`,
  });
}

async function allTargets(
  { config, env, prometheusConfig }: JobPlace,
  io: CommandIo,
): Promise<readonly ResolvedTarget[]> {
  if (prometheusConfig !== undefined) {
    const { targets, warnings } = loadPrometheusConfig(resolve(io.cwd, prometheusConfig));
    for (const warning of warnings) io.writeError(`${warning}\n`);
    return targets;
  }
  const { resolved } = await loadDefinition({ config, cwd: io.cwd, environment: env, env: io.env });
  return resolved.targets;
}
