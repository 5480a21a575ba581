import type { ServiceView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { SeverityBadge } from '../../design/state-badge.tsx';
import { Time } from '../../design/time.tsx';
import { useHref } from '../../navigation/links.ts';

/** Listed here; the page of alerts has them all. */
const LISTED_ALERTS = 5;

/** The firing alerts of a service, one line a rule. */
export function FiringList({ firing }: { readonly firing: ServiceView['firing'] }): JSX.Element | null {
  const hrefOf = useHref();
  if (firing.length === 0) return null;
  const rules = [...Map.groupBy(firing, ({ alert }) => alert)];
  return (
    <ul class="firing-list" aria-label="Firing alerts">
      {rules.slice(0, LISTED_ALERTS).map(([alert, ofRule]) => (
        <li key={alert}>
          <SeverityBadge severity={ofRule[0].severity === '' ? 'alert' : ofRule[0].severity} />
          <a href={hrefOf({ page: 'alerts', rule: alert })}>{alert}</a>
          <span class="firing-since">
            {ofRule.length > 1 && `${ofRule.length} times, first `}
            <Time atMs={Math.min(...ofRule.map(({ sinceMs }) => sinceMs))} />
          </span>
        </li>
      ))}
      {rules.length > LISTED_ALERTS && (
        <li>
          <a href={hrefOf({ page: 'alerts', rule: undefined })}>{rules.length - LISTED_ALERTS} more</a>
        </li>
      )}
    </ul>
  );
}
