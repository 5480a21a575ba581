import type { ResolvedStartedExporter, ResolvedTarget } from '@telltale/definition';

const DEFAULT_PATH = '/metrics';
const MAX_TIMEOUT_MS = 10_000;
/** How a program is found and how one gets in. */
const NOT_TAKEN: ReadonlySet<string> = new Set<keyof ResolvedTarget>([
  'discovery',
  'authorization',
  'basicAuth',
  'tls',
  'proxyUrl',
  'headers',
  'followRedirects',
]);

/** What is said where neither the program nor a target of its job does. */
export interface ExporterDefaults {
  readonly intervalMs: number;
  readonly instance: string;
}

/**
 * A program that was started as a target: with the options of the target of its job, but for how that one is found and
 * how one gets in there.
 */
export function exporterTarget(
  program: ResolvedStartedExporter,
  port: number,
  of: ResolvedTarget | undefined,
  defaults: ExporterDefaults,
): ResolvedTarget {
  const { job, path = of?.path ?? DEFAULT_PATH, instance = defaults.instance } = program;
  const intervalMs = program.intervalMs ?? of?.intervalMs ?? defaults.intervalMs;
  return {
    ...(of && withoutAccess(of)),
    job,
    addresses: [`127.0.0.1:${port}`],
    path,
    scheme: 'http',
    intervalMs,
    timeoutMs: Math.min(of?.timeoutMs ?? MAX_TIMEOUT_MS, intervalMs),
    labels: { ...of?.labels, instance },
  };
}

function withoutAccess(target: ResolvedTarget): Partial<ResolvedTarget> {
  return Object.fromEntries(Object.entries(target).filter(([name]) => !NOT_TAKEN.has(name)));
}
