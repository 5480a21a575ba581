import { parseFilter } from '@telltale/alerting';
import type { ServerMatcher } from '../server/alertmanager-client.ts';

/** Matchers of the command line as texts for a filter: `team=a`, `severity=~"page|ticket"`; a mere name is an alert's. */
export function filterArguments(args: readonly string[]): readonly string[] {
  const filter = args.map((text) => (/[=!{]/.test(text) ? text : `alertname=${JSON.stringify(text)}`));
  // Told here what is wrong, rather than by the server.
  parseFilter(filter);
  return filter;
}

/** The same for a silence. */
export function matcherArguments(args: readonly string[]): readonly ServerMatcher[] {
  return parseFilter(filterArguments(args)).map(({ name, op, value }) => ({
    name,
    value,
    isRegex: op === '=~' || op === '!~',
    isEqual: op === '=' || op === '=~',
  }));
}

/** A matcher as it is written. */
export function printServerMatcher({ name, value, isRegex, isEqual }: ServerMatcher): string {
  return `${name}${isEqual ? '=' : '!'}${isRegex ? '~' : isEqual ? '' : '='}${JSON.stringify(value)}`;
}
