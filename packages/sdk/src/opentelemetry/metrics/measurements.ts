import type { Attributes } from '@opentelemetry/api';

/** What takes the measurements of an instrument. */
export interface Measurements {
  /** Adds to a sum. */
  add(value: number, attributes: Attributes): void;
  /** Sets a value, or a total that is counted elsewhere. */
  set(value: number, attributes: Attributes): void;
  /** Counts an observation. */
  observe(value: number, attributes: Attributes): void;
  /** What follows is all there is: series that are not set until `endRound` are removed. */
  beginRound(): void;
  endRound(): void;
}
