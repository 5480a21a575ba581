import type { ResolvedBlackboxProbe, ResolvedTarget } from '@telltale/definition';
import type { RelabelConfig, ScrapeConfig } from '@telltale/formats';
import { formatDuration } from '@telltale/model';
import { moduleName } from '../blackbox/module-name.ts';
import type { GenerateOptions } from '../generate-options.ts';
import { addressFor, urlFor } from './container-address.ts';

/** The parts of a job that has its targets probed by blackbox_exporter: what is probed is a parameter of the URL. */
export function probeParts(
  target: ResolvedTarget,
  probes: readonly ResolvedBlackboxProbe[],
  options: GenerateOptions,
): Pick<ScrapeConfig, 'staticConfigs' | 'relabelConfigs'> {
  const [exporter] = target.addresses;
  const reached = probes.map((probe) => reachedAddress(probe, options));
  const isMoved = reached.some((address, index) => address !== probes[index].address);
  return {
    staticConfigs: probes.map((probe, index) => ({
      targets: [probe.address],
      labels: {
        ...target.labels,
        ...probe.labels,
        probe: probe.name,
        __param_module: moduleName(target.job, probe.name),
        ...(reached[index] !== probe.address && { __param_target: reached[index] }),
        ...intervalLabels(target, probe),
      },
    })),
    relabelConfigs: [
      replace(['__address__'], 'instance'),
      // A container reaches some of them by another name than the one that people know.
      isMoved
        ? { ...replace(['__param_target', '__address__'], '__param_target'), regex: ';(.+)' }
        : replace(['__address__'], '__param_target'),
      { ...replace([], '__address__'), replacement: addressFor(exporter, options, target.container) },
    ],
  };
}

/** What is probed, as the exporter has to ask for it. */
function reachedAddress({ kind, address }: ResolvedBlackboxProbe, options: GenerateOptions): string {
  return kind === 'http' ? urlFor(address, options) : addressFor(address, options);
}

function intervalLabels(
  target: ResolvedTarget,
  { intervalMs, timeoutMs }: ResolvedBlackboxProbe,
): Readonly<Record<string, string>> {
  return {
    ...(intervalMs !== target.intervalMs && { __scrape_interval__: formatDuration(intervalMs) }),
    ...(timeoutMs !== target.timeoutMs && { __scrape_timeout__: formatDuration(timeoutMs) }),
  };
}

function replace(sourceLabels: readonly string[], targetLabel: string): RelabelConfig {
  return { sourceLabels, targetLabel, action: 'replace' };
}
