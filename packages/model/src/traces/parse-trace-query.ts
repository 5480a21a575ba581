import { readComparison } from '../search/comparison.ts';
import type { CompileRegexp } from '../search/compile-regexp.ts';
import type { FieldOperator } from '../search/field-operator.ts';
import { parseSearch } from '../search/parse-search.ts';
import { SearchSyntaxError } from '../search/search-syntax-error.ts';
import type { SearchTerm, SearchText } from '../search/search-term.ts';
import type { SpanStatus } from './span.ts';
import { parseSpanDuration } from './span-duration.ts';
import type { SpanCondition, TraceQuery } from './trace-query.ts';

type FieldTerm = Extract<SearchTerm, { kind: 'field' }>;
type Draft = { -readonly [Part in keyof TraceQuery]?: TraceQuery[Part] };

const STATUSES: readonly SpanStatus[] = ['error', 'ok', 'unset'];
/** A thousandth of a millisecond: spans are no more exact. */
const LEAST_MS = 0.001;
const OPPOSITES: ReadonlyMap<FieldOperator, FieldOperator> = new Map([
  ['=', '!='],
  ['!=', '='],
  ['=~', '!~'],
  ['!~', '=~'],
]);

/**
 * Reads a query for traces as people write it: those with a span for which all of it holds.
 *
 * | Written | The span |
 * | --- | --- |
 * | `service:shop operation:"GET /pay"` | is of a service, has a name |
 * | `status:error` | ended so; `error`, `ok` or `unset` |
 * | `duration>250ms` `duration<=1.5s` | took so long |
 * | `http.route:"/pay"` `order.id>7` `user:*` | has such an attribute; `resource.` is in front of its program's |
 * | `peer:pay*` `peer:~"a\|b"` `-peer:a` | has one that begins so, matches as a whole, is another or absent |
 *
 * An empty query wants all traces. What is in quotes is meant as it stands.
 *
 * @throws SearchSyntaxError `TT_SEARCH_SYNTAX`, with the place and what to write there.
 */
export function parseTraceQuery(
  text: string,
  options: { readonly compileRegexp?: CompileRegexp } = {},
): TraceQuery {
  const reader = new TraceQueryReader(text, options.compileRegexp);
  return reader.read(parseSearch(text));
}

class TraceQueryReader {
  readonly #text: string;
  readonly #compileRegexp: CompileRegexp | undefined;
  readonly #draft: Draft = {};
  readonly #conditions: SpanCondition[] = [];

  constructor(text: string, compileRegexp: CompileRegexp | undefined) {
    this.#text = text;
    this.#compileRegexp = compileRegexp;
  }

  read(term: SearchTerm): TraceQuery {
    this.#add(term);
    return { ...this.#draft, ...(this.#conditions.length > 0 && { conditions: this.#conditions }) };
  }

  #add(term: SearchTerm): void {
    switch (term.kind) {
      case 'all':
        return;
      case 'and':
        for (const part of term.terms) this.#add(part);
        return;
      case 'not':
        this.#exclude(term);
        return;
      case 'has':
        this.#conditions.push({ field: term.field.text, operator: '!=', value: '' });
        return;
      case 'field':
        this.#field(term);
        return;
      case 'or':
        throw this.#error('all conditions of a search for traces hold for one span: there is no OR', term);
      case 'text':
      case 'regexp':
        throw this.#error(
          'write which part of a span it is: service:…, operation:…, status:error, duration>250ms or field:…',
          term,
        );
    }
  }

  #field(term: FieldTerm): void {
    const { field, value } = term;
    if (field.isQuoted) return this.#condition(term);
    switch (field.text) {
      case 'service':
      case 'operation':
        return this.#set(field.text, wholeName(value), term);
      case 'status':
        return this.#set('status', statusOf(value), term);
      case 'duration':
        return this.#duration(term);
      default:
        return this.#condition(term);
    }
  }

  /** A part that is compared as a whole; nothing where its value is none. */
  #set<Part extends 'service' | 'operation' | 'status'>(
    part: Part,
    value: Draft[Part] | undefined,
    term: FieldTerm,
  ): void {
    if (term.operator !== '=') throw this.#error(`write ${part}:… with the whole value`, term);
    if (value === undefined) {
      const allowed = part === 'status' ? `: ${STATUSES.join(', ')}` : ', without a star';
      throw this.#error(`write the whole ${part}${allowed}`, term.value);
    }
    if (this.#draft[part] !== undefined) throw this.#error(`${part} is said more than once`, term);
    this.#draft[part] = value;
  }

  #duration(term: FieldTerm): void {
    const { operator, value } = term;
    const ms = parseSpanDuration(value.text);
    if (ms === undefined) throw this.#error('write a duration such as 250ms, 1.5s or 2m', value);
    switch (operator) {
      case '>':
      case '>=':
        this.#bound('minDurationMs', operator === '>' ? ms + LEAST_MS : ms, term);
        break;
      case '<':
      case '<=':
        this.#bound('maxDurationMs', operator === '<' ? ms - LEAST_MS : ms, term);
        break;
      default:
        throw this.#error(`write duration>${value.text} or duration<${value.text}`, term);
    }
  }

  #bound(bound: 'minDurationMs' | 'maxDurationMs', ms: number, term: FieldTerm): void {
    if (this.#draft[bound] !== undefined) throw this.#error('this bound is given more than once', term);
    this.#draft[bound] = ms;
  }

  #exclude({ term, source }: Extract<SearchTerm, { kind: 'not' }>): void {
    if (term.kind === 'has') {
      this.#conditions.push({ field: term.field.text, operator: '=', value: '' });
      return;
    }
    const opposite = term.kind === 'field' ? OPPOSITES.get(term.operator) : undefined;
    const isPart =
      term.kind === 'field' &&
      !term.field.isQuoted &&
      ['service', 'operation', 'status', 'duration'].includes(term.field.text);
    if (term.kind !== 'field' || opposite === undefined || isPart) {
      throw this.#error('only attributes of spans can be excluded, as in -field:value', { source });
    }
    this.#condition({ ...term, operator: opposite });
  }

  #condition(term: FieldTerm): void {
    const comparison = readComparison(term, { text: this.#text, compileRegexp: this.#compileRegexp });
    this.#conditions.push({ field: term.field.text, ...comparison });
  }

  #error(reason: string, { source }: { readonly source: SearchTerm['source'] }): SearchSyntaxError {
    return new SearchSyntaxError(reason, this.#text, source);
  }
}

function wholeName({ text, pieces }: SearchText): string | undefined {
  return pieces.length === 1 ? text : undefined;
}

function statusOf({ text }: SearchText): SpanStatus | undefined {
  return STATUSES.find((status) => status === text.toLowerCase());
}
