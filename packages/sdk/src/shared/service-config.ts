/**
 * The configuration of a service framework: an object with `logging`, `metrics` and `tracing`, as it stands in such
 * frameworks. What is taken over of it, and how, is what `importFrameworkConfig` says.
 */
export interface ServiceConfig {
  readonly logging?: object;
  readonly metrics?: object;
  readonly tracing?: object;
  /** The three in one, or the mapping `monitoring` of a configuration file. */
  readonly monitoring?: object;
  readonly alerts?: readonly object[];
}

const SECTIONS = ['logging', 'metrics', 'tracing', 'monitoring', 'alerts'];

/** Whether an object is a configuration, not the options of a decorator. */
export function isServiceConfig(value: unknown): value is ServiceConfig {
  if (typeof value !== 'object' || value === null) return false;
  return SECTIONS.some((section) => Object.hasOwn(value, section));
}

/** The configuration itself, where it was given as `{ monitoring: … }`. */
export function unwrapped(config: ServiceConfig): ServiceConfig {
  const { monitoring, ...rest } = config;
  return monitoring !== undefined && isWhole(monitoring) ? { ...rest, ...monitoring } : config;
}

function isWhole(monitoring: object): monitoring is ServiceConfig {
  return 'logging' in monitoring || 'tracing' in monitoring;
}
