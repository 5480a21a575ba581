import type { ResolvedDefinition } from '@telltale/definition';
import { formatDuration } from '@telltale/model';
import type { GenerateOptions } from '../generate-options.ts';
import { isAtLeast, targetVersion } from './prometheus-version.ts';

/** Prometheus' own default, written out so that nobody has to know it. */
const DEFAULT_RETENTION_MS = 15 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/** How long and how much Prometheus keeps, as its flags say it. */
export function retentionFlags({ stack }: ResolvedDefinition): readonly string[] {
  const { retentionMs = DEFAULT_RETENTION_MS, retentionBytes } = stack ?? {};
  return [
    `--storage.tsdb.retention.time=${retentionText(retentionMs)}`,
    ...(retentionBytes === undefined ? [] : [`--storage.tsdb.retention.size=${retentionBytes}B`]),
  ];
}

/** The command line of Prometheus in the generated stack, with the paths of its image. */
export function prometheusFlags(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly string[] {
  const isOld = !isAtLeast(targetVersion(options), 3, 0);
  const features = [
    'exemplar-storage',
    ...(needsHistogramFeature(definition, options) ? ['native-histograms'] : []),
    // The external label that tells two servers apart is a variable; since 3.0 they are always read.
    ...(options.ha && isOld ? ['expand-external-labels'] : []),
  ];
  return [
    '--config.file=/etc/prometheus/prometheus.yml',
    '--web.config.file=/etc/prometheus/web.yml',
    '--storage.tsdb.path=/prometheus',
    ...retentionFlags(definition),
    `--enable-feature=${features.join(',')}`,
  ];
}

/** Until 3.8 native histograms were switched on by a flag for all jobs. */
export function needsHistogramFeature({ targets }: ResolvedDefinition, options: GenerateOptions): boolean {
  return !isAtLeast(targetVersion(options), 3, 8) && targets.some(({ nativeHistograms }) => nativeHistograms);
}

/** Hours where it is not whole days, as people say it: `15d`, `200h`. */
function retentionText(ms: number): string {
  const isHours = ms % HOUR_MS === 0 && ms % (24 * HOUR_MS) !== 0;
  return isHours ? `${ms / HOUR_MS}h` : formatDuration(ms);
}
