import { REDACTED, isSensitiveName, isSensitiveValue } from '../metrics/guards/sensitive-text.ts';

const MAX_LENGTH = 200;
/** What stands between `://` and `@`. */
const CREDENTIALS = /\/\/[^\s/]*@/g;
/** `name=value` and `name: value`. */
const ASSIGNMENT = /([\w.-]{2,40})(\s?[=:]\s?)("[^"]*"|'[^']*'|[^\s,;&"']+)/g;

/** An error as it is shown to who asks: one line, short, without credentials and whatever else looks secret. */
export function shownError(error: unknown): string {
  const [line = ''] = textOf(error)
    .slice(0, MAX_LENGTH * 4)
    .split('\n', 1);
  const shown = line
    .replaceAll(CREDENTIALS, `//${REDACTED}@`)
    .replaceAll(ASSIGNMENT, (whole, name: string, sign: string) =>
      isSensitiveName(name) ? `${name}${sign}${REDACTED}` : whole,
    )
    .split(' ')
    .map((word) => (isSensitiveValue(word) ? REDACTED : word))
    .join(' ')
    .slice(0, MAX_LENGTH);
  return shown === '' ? 'it failed without saying why' : shown;
}

/** Nothing of the error is trusted: a getter can throw, a message be no text. */
function textOf(error: unknown): string {
  try {
    if (!(error instanceof Error)) return String(error);
    // Where a host has several addresses, Node.js puts an error of each into one without a message.
    const [first] = error instanceof AggregateError ? error.errors : [];
    const text = error.message || (first instanceof Error ? first.message : '');
    const code: unknown = Reflect.get(error, 'code');
    return text || (typeof code === 'string' ? code : error.name);
  } catch {
    return '';
  }
}
