import type { RelabelAction, RelabelRule } from './relabel-rule.ts';
import { RELABEL_DEFAULTS } from './relabel-rule.ts';

/** What is wrong with a rule. */
export interface RelabelFault {
  /** The field to change. */
  readonly field: keyof RelabelRule;
  readonly message: string;
}

/** All actions, for messages and checks. */
export const RELABEL_ACTIONS: readonly RelabelAction[] = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
];

const WRITES: ReadonlySet<RelabelAction> = new Set(['replace', 'hashmod', 'lowercase', 'uppercase']);

/** The fields that each action reads; the others must have their defaults where Prometheus insists on it. */
const STRICT: ReadonlyMap<RelabelAction, readonly (keyof RelabelRule)[]> = new Map([
  ['keepequal', ['sourceLabels', 'targetLabel']],
  ['dropequal', ['sourceLabels', 'targetLabel']],
  ['labeldrop', ['regex']],
  ['labelkeep', ['regex']],
]);

const FIELDS = ['sourceLabels', 'separator', 'regex', 'modulus', 'targetLabel', 'replacement'] as const;

/**
 * What Prometheus refuses in a rule, its regular expression apart: fields that its action needs and has
 * not, or has and does not take. `undefined` for a sound rule.
 */
export function relabelFault(rule: RelabelRule): RelabelFault | undefined {
  const { action, targetLabel, modulus, replacement } = rule;
  const needsTarget = WRITES.has(action) || action === 'keepequal' || action === 'dropequal';
  if (needsTarget && targetLabel === '') {
    return { field: 'targetLabel', message: `${action} needs the name of a target label` };
  }
  if (!targetLabel.isWellFormed()) return { field: 'targetLabel', message: 'it is no Unicode text' };
  if (action === 'hashmod' && !(Number.isSafeInteger(modulus) && modulus > 0)) {
    return { field: 'modulus', message: 'hashmod needs a modulus: a whole number above 0' };
  }
  if (action === 'labelmap' && (replacement === '' || !replacement.isWellFormed())) {
    return { field: 'replacement', message: 'labelmap needs a replacement that is the name of a label' };
  }
  if ((action === 'lowercase' || action === 'uppercase') && replacement !== RELABEL_DEFAULTS.replacement) {
    return { field: 'replacement', message: `${action} takes no replacement` };
  }
  const wrong = notTaken(rule);
  if (!wrong) return undefined;
  const taken = STRICT.get(action) ?? [];
  return { field: wrong, message: `${action} takes nothing but ${taken.join(' and ')}` };
}

function notTaken(rule: RelabelRule): keyof RelabelRule | undefined {
  const taken = STRICT.get(rule.action);
  if (!taken) return undefined;
  return FIELDS.filter((field) => !taken.includes(field)).find((field) =>
    field === 'sourceLabels' ? rule.sourceLabels.length > 0 : rule[field] !== RELABEL_DEFAULTS[field],
  );
}
