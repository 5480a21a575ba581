/** Open, high, low and close of a symbol's price over some seconds. */
export interface Bar {
  readonly symbol: string;
  /** How long it is: 1 or 60. */
  readonly seconds: number;
  /** When it begins, as Unix time. */
  readonly startMs: number;
  readonly openCents: number;
  readonly highCents: number;
  readonly lowCents: number;
  readonly closeCents: number;
  /** Pieces traded. */
  readonly size: number;
  readonly trades: number;
}

/** How long bars are: label and seconds. */
export const BAR_LENGTHS = { '1s': 1, '1m': 60 } as const;

/** A bar is closed when a trade is this much younger than its end: what comes later would be too late. */
export const LATENESS_MS = 1000;
