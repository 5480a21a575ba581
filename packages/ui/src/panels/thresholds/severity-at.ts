import type { PanelThreshold } from '@telltale/station/contract';

const RANK: Readonly<Record<PanelThreshold['severity'], number>> = { info: 0, warning: 1, critical: 2 };

/** The worst threshold that a value is beyond; nothing where it is fine, or absent. */
export function breachOf(
  thresholds: readonly PanelThreshold[] | undefined,
  value: number | null,
): PanelThreshold | undefined {
  if (thresholds === undefined || value === null) return undefined;
  const breached = thresholds.filter((one) =>
    one.isBad === 'above' ? value > one.value : value < one.value,
  );
  return breached.toSorted((a, b) => RANK[b.severity] - RANK[a.severity])[0];
}
