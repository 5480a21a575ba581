/** What surrounds the station. */
export interface LoadSettings {
  readonly targets: number;
  readonly series: number;
  readonly intervalMs: number;
}

export interface LoadPorts {
  readonly steadyPort: number;
  readonly restartingPort: number;
}

export interface LoadReport {
  /** How far each scrape of a steady target was from its interval after the one before, as a share of the interval. */
  readonly intervalErrors: readonly number[];
  /** How late timers of this process, which does next to nothing, were in the same time. */
  readonly timerLagsMs: readonly number[];
  /** What the station took. */
  readonly logs: number;
  readonly spans: number;
  readonly notifications: number;
  readonly faults: { readonly hung: number; readonly broken: number; readonly restarts: number };
}

export type TargetKind = 'steady' | 'hanging' | 'breaking' | 'restarting';

const FAULTY: Readonly<Record<number, TargetKind>> = { 3: 'hanging', 5: 'breaking', 7: 'restarting' };

/** One target in ten of each kind, the rest without fault. */
export function kindOf(target: number): TargetKind {
  return FAULTY[target % 10] ?? 'steady';
}
