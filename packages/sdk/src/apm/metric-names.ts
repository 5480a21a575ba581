/** What a name without any letter or digit becomes. */
const NAMELESS = 'custom_metric';
const MAX_LENGTH = 200;

/**
 * The name of a metric for a name of New Relic: words in small letters with `_` between them, so that
 * `Custom/AI/TokensUsed` becomes `custom_ai_tokens_used`.
 */
export function metricNameOf(name: string): string {
  const words = name
    .slice(0, MAX_LENGTH)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  if (words.length === 0) return NAMELESS;
  const joined = words.join('_');
  return /^\d/.test(joined) ? `custom_${joined}` : joined;
}
