import { TelltaleError } from '@telltale/model';

/**
 * Refuses what is more than the limit of the rule's group.
 *
 * @param limit 0 for no limit
 * @throws TelltaleError `TT_QUERY_LIMIT`
 */
export function checkRuleLimit(limit: number, count: number, what: 'series' | 'alerts'): void {
  if (limit === 0 || count <= limit) return;
  throw new TelltaleError('TT_QUERY_LIMIT', `exceeded limit of ${limit} with ${count} ${what}`, {
    fix: `Narrow the expression of the rule, or raise the limit of its group.`,
  });
}
