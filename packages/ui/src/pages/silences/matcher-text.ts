import type { SilenceMatcher } from '@telltale/station/contract';

/** A name that needs no quotes; Alertmanager reads others between them only. */
const PLAIN_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Writes a matcher as Alertmanager's tools do: `severity=~"page|ticket"`, `"http route"="/x"`. */
export function printMatcher({ name, value, isRegex, isEqual }: SilenceMatcher): string {
  const operator = isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=';
  return `${PLAIN_NAME.test(name) ? name : JSON.stringify(name)}${operator}${JSON.stringify(value)}`;
}

/** A name, between quotes or of characters that mean nothing else; an operator; a value. */
const MATCHER = /^\s*("(?:[^"\\]|\\.)*"|[^\s=!~"'`{},\\]+)\s*(=~|!~|!=|=)\s*(.*?)\s*$/s;

/** Reads a matcher, whose value may go without quotes; nothing for what is none. */
export function parseMatcher(text: string): SilenceMatcher | undefined {
  const [, writtenName = '', operator = '', writtenValue = ''] = MATCHER.exec(text) ?? [];
  const name = unquoted(writtenName);
  const value = unquoted(writtenValue);
  if (name === undefined || name === '' || value === undefined) return undefined;
  return { name, value, isRegex: operator.endsWith('~'), isEqual: operator.startsWith('=') };
}

/** The matchers of a text, one a line; what is wrong with the first line that is none. */
export function parseMatchers(text: string): {
  readonly matchers: readonly SilenceMatcher[];
  readonly fault: string;
} {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const matchers = lines.map(parseMatcher);
  const wrong = matchers.indexOf(undefined);
  return {
    matchers: matchers.filter((matcher) => matcher !== undefined),
    fault: wrong === -1 ? '' : `${lines[wrong]} is no matcher: write label="value", with =, !=, =~ or !~`,
  };
}

/** Matchers that take exactly the alerts with these labels. */
export function matchersOf(labels: Readonly<Record<string, string>>): readonly SilenceMatcher[] {
  const names = Object.keys(labels).sort((a, b) => Number(b === 'alertname') - Number(a === 'alertname'));
  return names.map((name) => ({ name, value: labels[name], isRegex: false, isEqual: true }));
}

/** What stands between quotes, or the text as it is; nothing where the quotes are broken. */
function unquoted(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
