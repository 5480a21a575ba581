import { TelltaleError } from '@telltale/model';

const RE2_CANNOT = /\(\?<?[=!]|\\[1-9]|\\k</;

/**
 * The RE2 pattern of a regular expression; it is matched against the whole value.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID for what RE2 does not have.
 */
export function re2PatternOf(pattern: RegExp): string {
  const source = pattern.source.replaceAll('\\/', '/');
  if (RE2_CANNOT.test(source)) {
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      `/${pattern.source}/ cannot be used: Prometheus has no look-around and no back references`,
    );
  }
  const flags = (pattern.ignoreCase ? 'i' : '') + (pattern.dotAll ? 's' : '');
  return flags === '' ? source : `(?${flags})${source}`;
}
