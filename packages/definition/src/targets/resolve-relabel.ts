import { relabelFault, relabelRule } from '@telltale/model';
import type { RelabelAction, RelabelRule } from '@telltale/model';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { re2PatternOf } from '../query/re2-pattern.ts';
import type { RelabelDeclaration, RelabelPattern } from './relabel-declaration.ts';

/** Compiles a pattern of RE2, or throws what is wrong with it. */
export type TryPattern = (pattern: string) => unknown;

const JOINED = ['sourceLabels', 'separator'];
const MATCHED = [...JOINED, 'regex'];
const COMPARED = ['sourceLabels', 'targetLabel'];
const CONVERTED = [...JOINED, 'targetLabel'];

/** What can be written for each action. */
const FIELDS: ReadonlyMap<RelabelAction, readonly string[]> = new Map([
  ['replace', [...MATCHED, 'targetLabel', 'replacement']],
  ['keep', MATCHED],
  ['drop', MATCHED],
  ['keepequal', COMPARED],
  ['dropequal', COMPARED],
  ['hashmod', [...CONVERTED, 'modulus']],
  ['lowercase', CONVERTED],
  ['uppercase', CONVERTED],
  ['labelmap', ['regex', 'replacement']],
  ['labeldrop', ['regex']],
  ['labelkeep', ['regex']],
]);

/** The fields without which an action does nothing that anybody can mean. */
const NEEDED: ReadonlyMap<RelabelAction, readonly string[]> = new Map([
  ['keep', MATCHED.filter((field) => field !== 'separator')],
  ['drop', MATCHED.filter((field) => field !== 'separator')],
  ['keepequal', ['sourceLabels']],
  ['dropequal', ['sourceLabels']],
  ['hashmod', ['sourceLabels']],
  ['lowercase', ['sourceLabels']],
  ['uppercase', ['sourceLabels']],
  ['labelmap', ['regex']],
  ['labeldrop', ['regex']],
  ['labelkeep', ['regex']],
]);

/** Steps of relabelling with their defaults; those with a fault are left out. */
export function resolveRelabel(
  declared: readonly RelabelDeclaration[],
  path: string,
  faults: FaultList,
  tryPattern: TryPattern,
): readonly RelabelRule[] {
  return declared.flatMap((rule, index) => resolveRule(rule, `${path}.${index}`, faults, tryPattern) ?? []);
}

function resolveRule(
  declared: RelabelDeclaration,
  path: string,
  faults: FaultList,
  tryPattern: TryPattern,
): RelabelRule | undefined {
  const { action = 'replace' } = declared;
  const known = FIELDS.get(action);
  if (known === undefined) {
    faults.add(`${path}.action`, `write one of ${[...FIELDS.keys()].join(', ')}`);
    return undefined;
  }
  checkKeys(declared, ['action', ...known], path, faults);
  const missing = (NEEDED.get(action) ?? []).find((field) => !Object.hasOwn(declared, field));
  if (missing !== undefined) {
    faults.add(`${path}.${missing}`, `${action} needs ${missing}`);
    return undefined;
  }
  const regex = 'regex' in declared ? declared.regex : undefined;
  const pattern = faults.attempt(`${path}.regex`, undefined, () => patternOf(regex, tryPattern));
  const fields = Object.entries(declared).filter(([field]) => field !== 'regex' && known.includes(field));
  const rule = relabelRule({
    ...Object.fromEntries(fields),
    action,
    ...(pattern !== undefined && { regex: pattern }),
  });
  const fault = relabelFault(rule);
  if (fault) faults.add(`${path}.${fault.field}`, fault.message);
  return fault ? undefined : rule;
}

function patternOf(regex: RelabelPattern | undefined, tryPattern: TryPattern): string | undefined {
  if (regex === undefined) return undefined;
  const pattern = typeof regex === 'string' ? regex : re2PatternOf(regex);
  tryPattern(pattern);
  return pattern;
}
