import type { FunctionView } from '@telltale/station/contract';
import { rankBy } from '../../../../navigation/fuzzy.ts';
import type { MetricName, PromqlClient } from '../promql-client.ts';
import type { CompletionContext } from '../syntax/completion-context.ts';
import { escapeText, isPlainLabelName } from '../syntax/quoting.ts';

/** Something that can be written at a place. */
export interface Candidate {
  readonly kind: 'metric' | 'function' | 'aggregation' | 'keyword' | 'label' | 'value' | 'duration';
  readonly text: string;
  /** What it is, in a word or two; may be empty. */
  readonly detail: string;
  /** A line to explain it; may be empty. */
  readonly help: string;
}

/** So many are shown; who types on sees others. */
const MAX_SHOWN = 100;
const EXACT = 1000;
const COMMON_DURATIONS = ['5m', '1m', '15m', '30m', '1h', '6h', '1d', '7d'];
const UNITS: Readonly<Record<string, string>> = {
  s: 'seconds',
  m: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  y: 'years',
  ms: 'milliseconds',
};

/** All that can stand at a place. */
export async function candidatesFor(
  context: CompletionContext,
  client: PromqlClient,
): Promise<readonly Candidate[]> {
  switch (context.kind) {
    case 'expression': {
      const keywords = context.keywords.map((text) => candidate('keyword', text));
      if (!context.hasOperands) return keywords;
      const [metrics, functions] = await Promise.all([client.metrics(), client.functions()]);
      return [...keywords, ...metrics.map(ofMetric), ...functions.map(ofFunction)];
    }
    case 'label-name':
    case 'grouping':
      return (await labelsFor(context.selector, client)).map(ofLabel);
    case 'quoted-name': {
      const [metrics, labels] = await Promise.all([client.metrics(), labelsFor(context.selector, client)]);
      return [...metrics.map(ofMetric), ...labels.filter((name) => !isPlainLabelName(name)).map(ofLabel)];
    }
    case 'label-value':
      return (await valuesFor(context.label, context.selector, client))
        .filter((value) => context.quote === undefined || escapeText(value, context.quote) !== undefined)
        .map((text) => candidate('value', text));
    case 'duration':
      return durationsFor(context.typed);
    default:
      return [];
  }
}

/** Those that answer what was typed, the best first; what was written in full before all others. */
export function rankCandidates(typed: string, candidates: readonly Candidate[]): readonly Candidate[] {
  const ranked = rankBy(
    typed,
    candidates,
    ({ text }) => [text],
    ({ text }) => (text === typed ? EXACT : 0),
  );
  return ranked.slice(0, MAX_SHOWN);
}

/** The name of the metric is a label, too, but the one that is known where there is a selector; else it comes last. */
async function labelsFor(selector: string, client: PromqlClient): Promise<readonly string[]> {
  const names = await client.labelNames(selector);
  const others = names.filter((name) => name !== '__name__');
  return selector === '' && others.length < names.length ? [...others, '__name__'] : others;
}

async function valuesFor(label: string, selector: string, client: PromqlClient): Promise<readonly string[]> {
  if (label !== '__name__') return client.labelValues(label, selector);
  return (await client.metrics()).map(({ name }) => name);
}

/** `5m`, `5s` … for `5`, and `1h30m` for `1h30`. */
function durationsFor(typed: string): readonly Candidate[] {
  const begun = /^(?:\d+[a-z]+)*\d+/.exec(typed)?.[0];
  if (begun === undefined) return COMMON_DURATIONS.map((text) => candidate('duration', text));
  return Object.entries(UNITS).map(([unit, detail]) => candidate('duration', begun + unit, detail));
}

function ofMetric({ name, type, help }: MetricName): Candidate {
  return candidate('metric', name, type === '' || type === 'unknown' ? 'metric' : type, help);
}

function ofFunction({ name, kind, help }: FunctionView): Candidate {
  return candidate(kind, name, kind, help);
}

function ofLabel(name: string): Candidate {
  return candidate('label', name);
}

function candidate(kind: Candidate['kind'], text: string, detail = '', help = ''): Candidate {
  return { kind, text, detail, help };
}
