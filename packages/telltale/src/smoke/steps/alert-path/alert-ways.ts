import { wayOf } from '../../../doctor/alerts/alert-way.ts';
import type { AlertWay } from '../../../doctor/alerts/alert-way.ts';
import type { SmokeRound } from '../../facts/smoke-round.ts';

/** Where an alert of the definition goes. */
export interface RoutedAlert {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly way: AlertWay;
}

/** Asks who routes where each alert of the definition would go; `undefined` where nobody does. */
export async function alertWays({
  definition,
  patient,
}: SmokeRound): Promise<readonly RoutedAlert[] | undefined> {
  const routed: RoutedAlert[] = [];
  for (const { kind, name, labels } of definition.rules) {
    if (kind !== 'alerting') continue;
    const fixed = fixedLabels(name, labels);
    const way = await wayOf(patient, fixed);
    if (way === undefined) return undefined;
    routed.push({ name, labels: fixed, way });
  }
  return routed;
}

/** What templates make of labels is known when there are series. */
function fixedLabels(
  name: string,
  labels: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const fixed = Object.entries(labels).filter(([, text]) => !text.includes('{{'));
  return { ...Object.fromEntries(fixed), alertname: name };
}

/** The receivers that alerts lead to, each with the alerts that do. */
export function alertsOfReceivers(
  routed: readonly RoutedAlert[],
): ReadonlyMap<string, readonly RoutedAlert[]> {
  const found = new Map<string, RoutedAlert[]>();
  for (const alert of routed) {
    for (const receiver of alert.way.receivers) {
      found.set(receiver, [...(found.get(receiver) ?? []), alert]);
    }
  }
  return found;
}
