import { checkPattern, readComparison } from '../search/comparison.ts';
import type { ComparisonContext } from '../search/comparison.ts';
import type { CompileRegexp } from '../search/compile-regexp.ts';
import { globPattern } from '../search/glob-pattern.ts';
import { parseSearch } from '../search/parse-search.ts';
import { SearchSyntaxError } from '../search/search-syntax-error.ts';
import type { SearchTerm, SearchText } from '../search/search-term.ts';
import { parseLevelCondition } from './level-condition.ts';
import type { LogFilter } from './log-filter.ts';

/** What {@link parseLogQuery} may be told. */
export interface ParseQueryOptions {
  /** Compiles regular expressions, to tell of those that are none with their place. Default: they are not tried. */
  readonly compileRegexp?: CompileRegexp;
}

type FieldTerm = Extract<SearchTerm, { kind: 'field' }>;

/** Short names that people write; put in quotes they are fields like any other. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['trace', 'trace_id'],
  ['span', 'span_id'],
]);

/**
 * Reads a query for log records as people write it.
 *
 * | Written | Wanted are records |
 * | --- | --- |
 * | `refused "connection reset"` | with both texts in the message, whatever the case |
 * | `/timeout after \d+ms/` | whose message has something that matches, in RE2's syntax |
 * | `level:error` `level>=warn` | of a level, or at least as severe; any logger's words for it |
 * | `service:shop trace:0af7…` | of a service, of a trace |
 * | `order.id:7` `http.route:"/a b"` | with a field of this value; `resource.` is in front of the program's own |
 * | `name:pay*` `name:~"pay\|buy"` | whose field begins like this, or matches as a whole |
 * | `duration>=250` `user:*` | whose field is a number as large, or is there at all |
 * | `a b` `a AND b` `a OR b` `NOT a` `-a` `(a b) OR c` | as it says; `AND` binds closer than `OR` |
 * | `level:(warn OR error)` | one of several values |
 *
 * An empty query and `*` want all. What is in quotes is meant as it stands.
 *
 * @throws SearchSyntaxError `TT_SEARCH_SYNTAX`, with the place and what to write there.
 */
export function parseLogQuery(text: string, options: ParseQueryOptions = {}): LogFilter {
  const reader = new LogQueryReader({ text, compileRegexp: options.compileRegexp });
  return reader.read(parseSearch(text));
}

class LogQueryReader {
  readonly #context: ComparisonContext;

  constructor(context: ComparisonContext) {
    this.#context = context;
  }

  read(term: SearchTerm): LogFilter {
    switch (term.kind) {
      case 'and':
      case 'or':
        return joinFilters(
          term.kind,
          term.terms.map((part) => this.read(part)),
        );
      case 'not':
        return { kind: 'not', filter: this.read(term.term) };
      case 'all':
        return { kind: 'and', filters: [] };
      case 'text':
        return this.#message(term.value);
      case 'regexp':
        return { kind: 'regexp', pattern: this.#pattern(term.pattern, term.source) };
      case 'has':
        return { kind: 'has', field: fieldName(term.field) };
      case 'field':
        return this.#field(term);
    }
  }

  /** Stars at the ends of a word say nothing: it may stand anywhere in the message. */
  #message({ text, pieces }: SearchText): LogFilter {
    const parts = pieces.filter((piece, i) => piece !== '' || (i > 0 && i < pieces.length - 1));
    if (pieces.length === 1 || parts.length === 0) return { kind: 'text', text };
    if (parts.length === 1) return { kind: 'text', text: parts[0] };
    return { kind: 'regexp', pattern: `(?is)${globPattern(parts)}` };
  }

  #field(term: FieldTerm): LogFilter {
    const { field, operator, value } = term;
    if (field.text === 'level' && !field.isQuoted) {
      const condition = parseLevelCondition(operator, value);
      if (typeof condition === 'string')
        throw new SearchSyntaxError(condition, this.#context.text, value.source);
      if (condition) return condition;
    }
    const name = fieldName(field);
    const comparison = readComparison(term, this.#context);
    // Ids are kept in lower case; only an alias says that an id is meant.
    const text = name === field.text ? comparison.value : comparison.value.toLowerCase();
    return { kind: 'field', field: name, operator: comparison.operator, value: text };
  }

  #pattern(pattern: string, source: SearchTerm['source']): string {
    checkPattern(pattern, 'part', source, this.#context);
    return pattern;
  }
}

function fieldName({ text, isQuoted }: SearchText): string {
  return isQuoted ? text : (ALIASES.get(text) ?? text);
}

/** Filters as one: those of the same kind together, without what says nothing. */
function joinFilters(kind: 'and' | 'or', filters: readonly LogFilter[]): LogFilter {
  const parts = filters.flatMap((filter) => (filter.kind === kind ? filter.filters : [filter]));
  return parts.length === 1 ? parts[0] : { kind, filters: parts };
}
