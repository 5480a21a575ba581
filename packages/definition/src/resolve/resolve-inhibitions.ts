import type { Inhibition, Matcher } from '@telltale/model';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import { matcherFor } from '../query/label-match.ts';
import type { AlertMatch } from '../routing/inhibition-declaration.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';

/** The inhibitions, checked. */
export function resolveInhibitions(
  { inhibitions }: MonitoringDefinition,
  faults: FaultList,
): readonly Inhibition[] {
  return inhibitions.flatMap((declared, index) => {
    const path = `inhibitions.${index}`;
    if (!isInhibition(declared)) {
      faults.add(path, "write { source: { … }, target: { … }, equal: ['job'] }");
      return [];
    }
    checkKeys(declared, ['source', 'target', 'equal'], path, faults);
    return [
      {
        source: matchersOf(declared.source, `${path}.source`, faults),
        target: matchersOf(declared.target, `${path}.target`, faults),
        equal: declared.equal,
      },
    ];
  });
}

function isInhibition(declared: unknown): boolean {
  if (typeof declared !== 'object' || declared === null) return false;
  const { source, target, equal } = declared as Readonly<Record<string, unknown>>;
  return isMapping(source) && isMapping(target) && Array.isArray(equal);
}

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function matchersOf(match: AlertMatch, path: string, faults: FaultList): readonly Matcher[] {
  const given = Object.entries(match).filter(([, value]) => value !== undefined);
  if (given.length === 0) faults.add(path, 'without a label it matches every alert: name one');
  return faults.attempt(path, [], () => given.map(([name, value]) => matcherFor(name, value)));
}
