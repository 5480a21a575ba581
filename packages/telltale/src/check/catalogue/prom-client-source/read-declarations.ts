import type { SourceRange } from '@telltale/model';
import type { FoundDeclaration } from '../found-declaration.ts';
import type { DeclaredMetric } from '../known-series.ts';
import { labelsNamed } from '../known-series.ts';
import type { JsToken } from './js-token.ts';
import { tokensOfProgram } from './js-token.ts';
import type { StaticObject, StaticValue } from './static-value.ts';
import { readObject } from './static-value.ts';

/** What a program declares with prom-client, as far as it can be read without running it. */
export interface SourceDeclarations {
  readonly metrics: readonly DeclaredMetric[];
  /** Metrics with a computed prefix: their names here are the ends that are written out. */
  readonly prefixed: readonly DeclaredMetric[];
  /** Declarations whose name is computed, wholly or in part. */
  readonly computedNames: number;
  /** The metrics again, with what else is written of them and where. */
  readonly found: readonly FoundDeclaration[];
  /** Whether it exports metrics in a way that is not read. */
  readonly hasOtherWays: boolean;
  /** Labels of `setDefaultLabels`; `undefined` where they are computed. */
  readonly defaultLabels: readonly string[] | undefined;
}

const CLASSES: ReadonlyMap<string, DeclaredMetric['kind']> = new Map([
  ['Counter', 'counter'],
  ['Gauge', 'gauge'],
  ['Histogram', 'histogram'],
  ['Summary', 'summary'],
]);
/** The functions of NestJS's module for prom-client. */
const PROVIDERS: ReadonlyMap<string, DeclaredMetric['kind']> = new Map([
  ['makeCounterProvider', 'counter'],
  ['makeGaugeProvider', 'gauge'],
  ['makeHistogramProvider', 'histogram'],
  ['makeSummaryProvider', 'summary'],
]);

/** The buckets of prom-client where none are given. */
const DEFAULT_BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Most programs declare nothing: they are told apart before they are read. */
const MAY_DECLARE = /\b(?:Counter|Gauge|Histogram|Summary|make[A-Z][a-z]+Provider|setDefaultLabels)\b/;
/** Other ways to metrics, whose names are not read: middleware that brings its own, OpenTelemetry. */
const OTHER_WAYS =
  /['"](?:express-prom-bundle|express-prometheus-middleware|prometheus-api-metrics|fastify-metrics|koa-prom\w*|swagger-stats|@opentelemetry\/(?:sdk-metrics|sdk-node|exporter-prometheus))['"]|\.create(?:Counter|Histogram|UpDownCounter|Gauge|Observable[A-Z]\w+)\(/;
const METRIC_NAME = /^[a-zA-Z_:][\w:]*$/;
/** Fewer than three words end too many names. */
const METRIC_TAIL = /^[a-z][a-z0-9]*(?:_[a-z0-9]+){2,}$/;

/**
 * Finds `new Counter({ name, help, labelNames })` and the like. What is not written out (a name
 * from a variable, label names from a function) is counted or left unknown, never guessed.
 */
export function readDeclarations(text: string): SourceDeclarations {
  const metrics: DeclaredMetric[] = [];
  const prefixed: DeclaredMetric[] = [];
  const found: FoundDeclaration[] = [];
  let computedNames = 0;
  let defaultLabels: readonly string[] | undefined = [];
  const tokens = MAY_DECLARE.test(text) ? [...tokensOfProgram(text)] : [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at].kind !== 'word') continue;
    const call = declarationAt(tokens, at);
    if (call) {
      const metric = metricOf(call);
      const declaration = foundDeclaration(call, tokens[at], usesPromClient(text));
      if (declaration) found.push(declaration);
      if (metric?.origin === 'source') metrics.push(metric);
      else if (metric) prefixed.push(metric);
      if (metric?.origin !== 'source' && (call.object?.properties.has('help') ?? usesPromClient(text)))
        computedNames++;
    } else if (tokens[at].text === 'setDefaultLabels' && isMark(tokens[at + 1], '(')) {
      const labels = objectAt(tokens, at + 2);
      const names = labels && !labels.isOpen ? [...labels.properties.keys()] : undefined;
      defaultLabels = names && defaultLabels ? [...defaultLabels, ...names] : undefined;
    }
  }
  return { metrics, prefixed, computedNames, found, hasOtherWays: OTHER_WAYS.test(text), defaultLabels };
}

interface DeclarationCall {
  readonly kind: DeclaredMetric['kind'];
  /** Absent where the argument is no object literal. */
  readonly object: StaticObject | undefined;
}

/** `new Counter(`, `new client.Counter<Labels>(`, `makeCounterProvider(`, with the object behind it. */
function declarationAt(tokens: readonly JsToken[], start: number): DeclarationCall | undefined {
  const isNew = tokens[start].text === 'new';
  let at = isNew ? lastOfPath(tokens, start + 1) : start;
  const kind = (isNew ? CLASSES : PROVIDERS).get(tokens[at]?.text ?? '');
  if (!kind) return undefined;
  at = behindTypeArguments(tokens, at + 1);
  return isMark(tokens[at], '(') ? { kind, object: objectAt(tokens, at + 1) } : undefined;
}

/** Index of `Counter` in `client.metrics.Counter`. */
function lastOfPath(tokens: readonly JsToken[], start: number): number {
  let at = start;
  while (tokens[at]?.kind === 'word' && isMark(tokens[at + 1], '.')) at += 2;
  return at;
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

function metricOf({ kind, object }: DeclarationCall): DeclaredMetric | undefined {
  const name = object?.properties.get('name');
  if (!object?.properties.has('help')) return undefined;
  const labels = labelsOf(object.properties.get('labelNames'), object.isOpen);
  if (name?.kind === 'text' && METRIC_NAME.test(name.text))
    return { name: name.text, kind, labels, origin: 'source', ...bucketsOf(kind, object) };
  const tail = name?.kind === 'tail' ? name.tail.replace(/^_/, '') : '';
  return METRIC_TAIL.test(tail) ? { name: tail, kind, labels, origin: 'computed-name' } : undefined;
}

/** The bounds of a histogram; those of the library where none are given, nothing where they are computed. */
function bucketsOf(kind: DeclaredMetric['kind'], object: StaticObject): Pick<DeclaredMetric, 'buckets'> {
  if (kind !== 'histogram' || object.isOpen) return {};
  const value = object.properties.get('buckets');
  if (value === undefined) return { buckets: DEFAULT_BUCKETS };
  return value.kind === 'numbers' ? { buckets: value.numbers.filter(Number.isFinite) } : {};
}

/** What a program that imports prom-client writes is meant for it, even where something is missing. */
function foundDeclaration(
  { kind, object }: DeclarationCall,
  { start, end }: JsToken,
  isPromClient: boolean,
): FoundDeclaration | undefined {
  const name = object?.properties.get('name');
  if (!object || name?.kind !== 'text' || !(isPromClient || object.properties.has('help'))) return undefined;
  const help = object.properties.get('help');
  const labels = object.properties.get('labelNames');
  const buckets = object.properties.get('buckets');
  const whole = { start, end };
  const placeOf = (property: string): SourceRange => object.places.get(property) ?? whole;
  return {
    name: name.text,
    kind,
    help: help === undefined && !object.isOpen ? '' : help?.kind === 'text' ? help.text : undefined,
    labels: labels?.kind === 'texts' ? labels.texts : labels === undefined && !object.isOpen ? [] : undefined,
    buckets: buckets?.kind === 'numbers' ? buckets.numbers : undefined,
    hasBuckets: buckets !== undefined || object.isOpen,
    ranges: {
      name: placeOf('name'),
      help: object.places.get('help') ?? placeOf('name'),
      labels: placeOf('labelNames'),
      buckets: object.places.get('buckets') ?? placeOf('name'),
    },
  };
}

function labelsOf(value: StaticValue | undefined, isOpen: boolean): DeclaredMetric['labels'] {
  if (value === undefined) return isOpen ? undefined : new Map();
  return value.kind === 'texts' ? labelsNamed(value.texts) : undefined;
}

function usesPromClient(text: string): boolean {
  return text.includes('prom-client');
}

function isMark(token: JsToken | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}
