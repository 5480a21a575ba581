import type { ServiceView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { SeverityBadge } from '../../design/state-badge.tsx';
import { Time } from '../../design/time.tsx';
import { useHref } from '../../navigation/links.ts';

/** Listed here; the page of alerts has them all. */
const LISTED_ALERTS = 5;

/** The firing alerts of a service. */
export function FiringList({ firing }: { readonly firing: ServiceView['firing'] }): JSX.Element | null {
  const hrefOf = useHref();
  if (firing.length === 0) return null;
  return (
    <ul class="firing-list" aria-label="Firing alerts">
      {firing.slice(0, LISTED_ALERTS).map(({ alert, severity, sinceMs }, index) => (
        <li key={`${alert} ${index}`}>
          <SeverityBadge severity={severity === '' ? 'alert' : severity} />
          <a href={hrefOf({ page: 'alerts', rule: alert })}>{alert}</a>
          <span class="firing-since">
            <Time atMs={sinceMs} />
          </span>
        </li>
      ))}
      {firing.length > LISTED_ALERTS && (
        <li>
          <a href={hrefOf({ page: 'alerts', rule: undefined })}>{firing.length - LISTED_ALERTS} more</a>
        </li>
      )}
    </ul>
  );
}
