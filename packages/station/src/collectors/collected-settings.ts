import type { ResolvedCollectors, ResolvedTarget } from '@telltale/definition';
import type { StationSettings } from '../settings.ts';

/**
 * The settings without what would be read twice: a collector takes the place of the target of an exporter pack of its
 * kind and job.
 */
export function withoutCollectedTwice(settings: StationSettings): StationSettings {
  const { collectors, reload, targets } = settings;
  if (!collectors) return settings;
  const isKept = (target: ResolvedTarget) => !isCollected(target, collectors);
  return {
    ...settings,
    collectHost: settings.collectHost && collectors.host !== false,
    targets: targets.filter(isKept),
    ...(reload && {
      reload: async () => {
        const next = await reload();
        return { ...next, ...(next.targets && { targets: next.targets.filter(isKept) }) };
      },
    }),
  };
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
