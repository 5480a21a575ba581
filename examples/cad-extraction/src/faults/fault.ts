import type { Site } from '../demo/site.ts';

/** Something that goes wrong on purpose. */
export interface Fault {
  /** What happens, in plain words. */
  readonly what: string;
  /** The alerts that tell of it. */
  readonly alerts: readonly string[];
  /** Makes it happen until the signal is aborted, and then good again. */
  readonly run: (site: () => Site, signal: AbortSignal) => Promise<void>;
}
