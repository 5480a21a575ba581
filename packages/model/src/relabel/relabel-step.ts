import type { LabelEdit } from './label-edit.ts';
import { lowerCase, upperCase } from './letter-case.ts';
import { md5Modulo } from './md5.ts';
import type { CompileRelabelRegexp, RelabelRegexp } from './relabel-regexp.ts';
import type { RelabelRule } from './relabel-rule.ts';
import { compileReplacement } from './replacement.ts';

/** A rule that is ready to run on many sets of labels. */
export interface RelabelStep {
  readonly rule: RelabelRule;
  /** Changes the labels; false where what they belong to is dropped. */
  readonly run: (labels: LabelEdit) => boolean;
  /** What the rule looks at; a step does not change it. For explanations. */
  readonly inspect: (labels: LabelEdit) => RelabelMatch;
}

/** What a step looked at, and whether it was what the rule asks for. */
export interface RelabelMatch {
  /** The joined values of the source labels; absent for rules that look at names. */
  readonly source?: string;
  /** The labels whose names match; absent for rules that look at values. */
  readonly names?: readonly string[];
  readonly isMatch: boolean;
}

type Source = (labels: LabelEdit) => string;
type Run = RelabelStep['run'];

/**
 * Compiles one rule, with the semantics of Prometheus 3.
 *
 * @throws whatever the compiler throws for a regular expression that it does not accept.
 */
export function compileRelabelStep(rule: RelabelRule, compile: CompileRelabelRegexp): RelabelStep {
  switch (rule.action) {
    case 'labelmap':
    case 'labeldrop':
    case 'labelkeep':
      return nameStep(rule, compile(rule.regex));
    case 'keepequal':
    case 'dropequal':
      return equalStep(rule);
    case 'lowercase':
      return writeStep(rule, lowerCase);
    case 'uppercase':
      return writeStep(rule, upperCase);
    case 'hashmod':
      return writeStep(rule, (text) => String(md5Modulo(text, rule.modulus)));
    default:
      return matchStep(rule, compile(rule.regex));
  }
}

/** The joined values, without a list in between. */
function sourceOf({ sourceLabels, separator }: RelabelRule): Source {
  const [first, ...others] = sourceLabels;
  if (first === undefined) return () => '';
  if (others.length === 0) return (labels) => labels.get(first);
  return (labels) => {
    let joined = labels.get(first);
    for (let i = 0; i < others.length; i++) joined += separator + labels.get(others[i]);
    return joined;
  };
}

function matchStep(rule: RelabelRule, regexp: RelabelRegexp): RelabelStep {
  const source = sourceOf(rule);
  return {
    rule,
    run: matchRun(rule, regexp, source),
    inspect: (labels) => {
      const text = source(labels);
      return { source: text, isMatch: regexp.test(text) };
    },
  };
}

function matchRun(rule: RelabelRule, regexp: RelabelRegexp, source: Source): Run {
  if (rule.action === 'keep') return (labels) => regexp.test(source(labels));
  if (rule.action === 'drop') return (labels) => !regexp.test(source(labels));
  const target = compileReplacement(rule.targetLabel, regexp.names);
  const value = compileReplacement(rule.replacement, regexp.names);
  if (!target.usesGroups && !value.usesGroups) {
    const [name, text] = [target.expand([]), value.expand([])];
    return (labels) => {
      if (isLabelName(name) && regexp.test(source(labels))) labels.set(name, text);
      return true;
    };
  }
  return (labels) => {
    const groups = regexp.groups(source(labels));
    if (!groups) return true;
    const name = target.expand(groups);
    if (isLabelName(name)) labels.set(name, value.expand(groups));
    return true;
  };
}

function equalStep(rule: RelabelRule): RelabelStep {
  const { action, targetLabel } = rule;
  const source = sourceOf(rule);
  const keepsEqual = action === 'keepequal';
  return {
    rule,
    run: (labels) => (labels.get(targetLabel) === source(labels)) === keepsEqual,
    inspect: (labels) => {
      const text = source(labels);
      return { source: text, isMatch: labels.get(targetLabel) === text };
    },
  };
}

/** A step that writes in every case. */
function writeStep(rule: RelabelRule, convert: (text: string) => string): RelabelStep {
  const source = sourceOf(rule);
  return {
    rule,
    run: (labels) => {
      labels.set(rule.targetLabel, convert(source(labels)));
      return true;
    },
    inspect: (labels) => ({ source: source(labels), isMatch: true }),
  };
}

/** A step that looks at the names of labels. */
function nameStep(rule: RelabelRule, regexp: RelabelRegexp): RelabelStep {
  return {
    rule,
    run: rule.action === 'labelmap' ? mapRun(rule, regexp) : dropRun(rule, regexp),
    inspect: (labels) => {
      const names = labels.select(regexp.test).map(({ name }) => name);
      return { names, isMatch: names.length > 0 };
    },
  };
}

function mapRun(rule: RelabelRule, regexp: RelabelRegexp): Run {
  const replacement = compileReplacement(rule.replacement, regexp.names);
  return (labels) => {
    for (const { name, value } of labels.select(regexp.test)) {
      const target = replacement.expand(regexp.groups(name) ?? []);
      if (isLabelName(target)) labels.set(target, value);
    }
    return true;
  };
}

function dropRun({ action }: RelabelRule, regexp: RelabelRegexp): Run {
  const isDropped = action === 'labeldrop' ? regexp.test : (name: string) => !regexp.test(name);
  return (labels) => {
    for (const { name } of labels.select(isDropped)) labels.delete(name);
    return true;
  };
}

/** Whether a text can be the name of a label, as Prometheus 3 has it: any Unicode text but the empty one. */
function isLabelName(text: string): boolean {
  return text !== '' && text.isWellFormed();
}
