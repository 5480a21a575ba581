import type { TailSampling } from '@telltale/model';

/** @throws RangeError for a share that is not from 0 to 1, or a duration below 0. */
export function checkSampling({ ratio = 1, slowerThanMs = Infinity }: TailSampling): void {
  if (!(ratio >= 0 && ratio <= 1)) {
    throw new RangeError(`The share of traces that is kept is ${ratio}; it is from 0 to 1.`);
  }
  if (!(slowerThanMs >= 0)) {
    throw new RangeError(
      `slowerThanMs is ${slowerThanMs}; it is the milliseconds from which on traces are kept.`,
    );
  }
}
