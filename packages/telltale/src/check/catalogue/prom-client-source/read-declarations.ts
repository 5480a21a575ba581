import type { DeclaredMetric } from '../known-series.ts';
import { labelsNamed } from '../known-series.ts';
import type { JsToken } from './js-token.ts';
import { tokensOfProgram } from './js-token.ts';
import type { StaticObject, StaticValue } from './static-value.ts';
import { readObject } from './static-value.ts';

/** What a program declares with prom-client, as far as it can be read without running it. */
export interface SourceDeclarations {
  readonly metrics: readonly DeclaredMetric[];
  /** Declarations whose name is computed. */
  readonly unreadNames: number;
  /** Labels of `setDefaultLabels`; `undefined` where they are computed. */
  readonly defaultLabels: readonly string[] | undefined;
}

type PromClientClass = 'Counter' | 'Gauge' | 'Histogram' | 'Summary';

const KINDS: Readonly<Record<PromClientClass, DeclaredMetric['kind']>> = {
  Counter: 'counter',
  Gauge: 'gauge',
  Histogram: 'histogram',
  Summary: 'summary',
};

/** Most programs declare nothing: they are told apart before they are read. */
const MAY_DECLARE = /\b(?:Counter|Gauge|Histogram|Summary)\b|\bsetDefaultLabels\b/;
const METRIC_NAME = /^[a-zA-Z_:][\w:]*$/;

/**
 * Finds `new Counter({ name, help, labelNames })` and the like. What is not written out (a name
 * from a variable, label names from a function) is counted or left unknown, never guessed.
 */
export function readDeclarations(text: string): SourceDeclarations {
  const metrics: DeclaredMetric[] = [];
  let unreadNames = 0;
  let defaultLabels: readonly string[] | undefined = [];
  const tokens = MAY_DECLARE.test(text) ? [...tokensOfProgram(text)] : [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at].kind !== 'word') continue;
    const call = declarationAt(tokens, at);
    if (call) {
      const metric = metricOf(call);
      if (metric) metrics.push(metric);
      else if (call.object?.properties.has('help') ?? usesPromClient(text)) unreadNames++;
    } else if (tokens[at].text === 'setDefaultLabels' && isMark(tokens[at + 1], '(')) {
      const labels = objectAt(tokens, at + 2);
      const names = labels && !labels.isOpen ? [...labels.properties.keys()] : undefined;
      defaultLabels = names && defaultLabels ? [...defaultLabels, ...names] : undefined;
    }
  }
  return { metrics, unreadNames, defaultLabels };
}

interface DeclarationCall {
  readonly className: PromClientClass;
  /** Absent where the argument is no object literal. */
  readonly object: StaticObject | undefined;
}

/** `new Counter(`, `new client.Counter<Labels>(`, with the object behind it. */
function declarationAt(tokens: readonly JsToken[], start: number): DeclarationCall | undefined {
  if (tokens[start].text !== 'new') return undefined;
  let at = start + 1;
  while (tokens[at]?.kind === 'word' && isMark(tokens[at + 1], '.')) at += 2;
  const className = tokens[at]?.text;
  if (!isPromClientClass(className)) return undefined;
  at = behindTypeArguments(tokens, at + 1);
  return isMark(tokens[at], '(') ? { className, object: objectAt(tokens, at + 1) } : undefined;
}

/** `Counter<'method' | 'route'>`: type arguments hold no unbalanced angle brackets. */
function behindTypeArguments(tokens: readonly JsToken[], from: number): number {
  if (!isMark(tokens[from], '<')) return from;
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    if (isMark(tokens[at], '<')) depth++;
    if (isMark(tokens[at], '>') && --depth === 0) return at + 1;
  }
  return tokens.length;
}

function objectAt(tokens: readonly JsToken[], at: number): StaticObject | undefined {
  return isMark(tokens[at], '{') ? readObject(tokens, at) : undefined;
}

function metricOf({ className, object }: DeclarationCall): DeclaredMetric | undefined {
  const name = object?.properties.get('name');
  if (!object?.properties.has('help') || name?.kind !== 'text' || !METRIC_NAME.test(name.text))
    return undefined;
  const labels = labelsOf(object.properties.get('labelNames'), object.isOpen);
  return { name: name.text, kind: KINDS[className], labels, origin: 'source' };
}

function labelsOf(value: StaticValue | undefined, isOpen: boolean): DeclaredMetric['labels'] {
  if (value === undefined) return isOpen ? undefined : new Map();
  return value.kind === 'texts' ? labelsNamed(value.texts) : undefined;
}

function isPromClientClass(name: string | undefined): name is PromClientClass {
  return name !== undefined && Object.hasOwn(KINDS, name);
}

function usesPromClient(text: string): boolean {
  return text.includes('prom-client');
}

function isMark(token: JsToken | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}
