import type { ResolvedCollectors, ResolvedTarget } from '@telltale/definition';

/**
 * The targets without what would be read twice: a collector takes the place of the target of an exporter pack of its
 * kind and job.
 */
export function withoutCollected(
  targets: readonly ResolvedTarget[],
  collectors: ResolvedCollectors,
): readonly ResolvedTarget[] {
  return targets.filter((target) => !isCollected(target, collectors));
}

function isCollected({ exporter, job }: ResolvedTarget, collectors: ResolvedCollectors): boolean {
  switch (exporter) {
    case 'postgres':
      return collectors.postgres.some((one) => one.job === job);
    case 'redis':
      return collectors.redis.some((one) => one.job === job);
    case 'cadvisor':
      return collectors.containers?.job === job;
    default:
      return false;
  }
}
