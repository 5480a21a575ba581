/** What is chosen of a variable: a text, or several values that a regular expression takes. */
export type VariableValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  /** All, those that are not known yet among them. */
  | { readonly kind: 'all' };

/** What is chosen, by the name of the variable. */
export type ChosenVariables = ReadonlyMap<string, VariableValue>;

const PLACEHOLDER = /\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g;

/**
 * Writes what is chosen in the place of `$name` and `${name}`. Within the text of a matcher values are quoted: for
 * `=~` and `!~` they are alternatives of which nothing is a metacharacter, a text is a pattern as it was written, for
 * `=` the first value is taken as it is. Variables that are not known stay as they are.
 */
export function fillQuery(query: string, chosen: ChosenVariables): string {
  if (!query.includes('$')) return query;
  return query.replace(
    PLACEHOLDER,
    (whole, braced: string | undefined, bare: string | undefined, at: number) => {
      const value = chosen.get(braced ?? bare ?? '');
      if (value === undefined) return whole;
      const operator = matcherBefore(query, at);
      if (operator === undefined) return value.kind === 'text' ? value.text : '';
      return operator === '=~' || operator === '!~' ? asPattern(value) : asText(value);
    },
  );
}

/** Names of the variables that a query uses. */
export function variablesOf(query: string): readonly string[] {
  return [...query.matchAll(PLACEHOLDER)].map(([, braced, bare]) => braced ?? bare ?? '');
}

/** The operator of the matcher in whose text a place lies; nothing outside of texts. */
function matcherBefore(query: string, at: number): '=' | '!=' | '=~' | '!~' | undefined {
  let quote: string | undefined;
  let from = 0;
  for (let i = 0; i < at; i++) {
    const character = query[i];
    if (quote !== undefined && character === '\\') i++;
    else if (quote === character) quote = undefined;
    else if (quote === undefined && (character === '"' || character === "'")) [quote, from] = [character, i];
  }
  if (quote === undefined) return undefined;
  const operator = /(=~|!~|!=|=)\s*$/.exec(query.slice(0, from))?.[1];
  return (operator ?? '=') as '=';
}

function asPattern(value: VariableValue): string {
  if (value.kind === 'all') return '.*';
  // Where people write, they write a pattern.
  if (value.kind === 'text') return quoted(value.text);
  return value.values.length === 1
    ? quoted(escapePattern(value.values[0]))
    : `(${value.values.map((one) => quoted(escapePattern(one))).join('|')})`;
}

function asText(value: VariableValue): string {
  if (value.kind === 'all') return '';
  return quoted(value.kind === 'text' ? value.text : (value.values[0] ?? ''));
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/** As a text of PromQL is written. */
function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
