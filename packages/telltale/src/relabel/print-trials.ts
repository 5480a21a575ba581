import type { RelabelTraceStep } from '@telltale/model';
import { plural } from '../check/report/plural.ts';
import { printable } from '../io/printable.ts';
import type { LabelChange } from './label-change.ts';
import { labelChanges } from './label-change.ts';
import type { RelabelTrial } from './relabel-trial.ts';

/** Series that are shown one by one; the others are counted. */
const MAX_SHOWN = 50;

/** The trials for people: of series only those that a rule changes or drops. */
export function printTrials(trials: readonly RelabelTrial[]): string {
  const shown = trials.filter((trial) => trial.kind === 'target' || isTouched(trial));
  const parts = shown.slice(0, MAX_SHOWN).map(printTrial);
  if (shown.length > MAX_SHOWN) parts.push(`… and ${shown.length - MAX_SHOWN} more\n`);
  return `${[...parts, summary(trials)].join('\n')}\n`;
}

function isTouched({ before, result }: RelabelTrial): boolean {
  return result === undefined || !result.equals(before);
}

function summary(trials: readonly RelabelTrial[]): string {
  const kept = trials.filter(({ result }) => result !== undefined);
  const dropped = trials.length - kept.length;
  const what = trials[0]?.kind === 'series' ? 'series' : 'target';
  const counted = what === 'series' ? `${trials.length} series` : plural(trials.length, 'target');
  const changed = kept.filter(isTouched).length;
  const details = what === 'series' ? `${changed} changed, ${dropped} not kept` : `${dropped} not kept`;
  return `${counted}: ${details}`;
}

function printTrial(trial: RelabelTrial): string {
  const { before, trace } = trial;
  const lines = [printable(before.toString()), ...trace.steps.flatMap(printStep), `  ${ending(trial)}`];
  return `${lines.join('\n')}\n`;
}

function ending({ kind, trace, result, url, reason }: RelabelTrial): string {
  if (reason !== undefined) return `= not kept: ${printable(reason)}`;
  if (result === undefined) return `= dropped by rule ${trace.steps.length}`;
  const labels = printable(result.toString());
  return kind === 'target' ? `= ${labels}\n    from ${printable(url ?? '')}` : `= ${labels}`;
}

function printStep(step: RelabelTraceStep, index: number): readonly string[] {
  const { rule, before, after, isDropped } = step;
  const changes = labelChanges(before, after).map((change) => `      ${printable(changeText(change))}`);
  const drop = isDropped ? ['      dropped'] : [];
  return [`  ${index + 1} ${rule.action.padEnd(9)} ${printable(sawText(step))}`, ...changes, ...drop];
}

/** What the rule looked at, and what it found. */
function sawText({ rule, source, names, isMatch }: RelabelTraceStep): string {
  const { action, regex, targetLabel, sourceLabels } = rule;
  if (names) return names.length > 0 ? `${regex} matches ${names.join(', ')}` : `${regex} matches no label`;
  const text = JSON.stringify(source ?? '');
  if (action === 'keepequal' || action === 'dropequal') {
    return `${text} ${isMatch ? 'is' : 'is not'} what ${targetLabel} is`;
  }
  if (action === 'hashmod') return `${text} in one of ${rule.modulus} shares`;
  if (action === 'lowercase' || action === 'uppercase') return text;
  const from = sourceLabels.length > 0 ? `${sourceLabels.join(rule.separator)} = ${text}` : text;
  return `${from} ${isMatch ? 'matches' : 'does not match'} ${regex}`;
}

function changeText(change: LabelChange): string {
  const value = `${change.name}=${JSON.stringify(change.value)}`;
  if (change.kind === 'changed') return `~ ${value}, it was ${JSON.stringify(change.from)}`;
  return change.kind === 'added' ? `+ ${value}` : `- ${value}`;
}
