import type { AlertDeclaration } from '../rules/alert.ts';

/** Alerts that are evaluated together, and written to one file where the layout has a file for each group. */
export function inGroup(
  group: string,
  alerts: Readonly<Record<string, AlertDeclaration>>,
): Readonly<Record<string, AlertDeclaration>> {
  return Object.fromEntries(Object.entries(alerts).map(([name, declared]) => [name, { ...declared, group }]));
}
