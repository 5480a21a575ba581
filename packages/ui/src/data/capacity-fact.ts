import type { ResourceUse } from '@telltale/station/contract';

/** Less of it is not worth a word. */
const MIN_PERCENT = 1;

/** How much is used of what one station bears, by what is used most; nothing while that is little. */
export function capacityFact(envelope: readonly ResourceUse[]): string | undefined {
  const fullest = envelope.toSorted((a, b) => b.ratio - a.ratio).at(0);
  if (fullest === undefined) return undefined;
  const percent = Math.round(fullest.ratio * 100);
  if (percent < MIN_PERCENT) return undefined;
  const hint = fullest.isNearlyFull ? ': telltale doctor capacity' : '';
  return `${percent} % of capacity (${fullest.resource.replaceAll('_', ' ')})${hint}`;
}
