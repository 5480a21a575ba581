import { problemInWords } from '@telltale/model/wire';
import type { RemoteWritten } from '../metric-intake.ts';

/** Says what was not taken of a request, and why; empty where all of it was. */
export function describeRemoteWriteFaults({ faults, refused }: RemoteWritten): string {
  const parts = faults.map(
    ({ problem, samples, series }) =>
      `${samples} samples: ${problemInWords(problem)} (first: series ${series} of the request)`,
  );
  if (refused > 0) parts.push(`${refused} samples: ${problemInWords('out_of_order')}`);
  return parts.length === 0 ? '' : `not all was taken; ${parts.join('; ')}`;
}
