import type { Panel } from '@telltale/station/contract';
import type { JSX } from 'preact';

/** What a panel shows and how it is computed. */
export function QueryText({ panel }: { readonly panel: Panel }): JSX.Element {
  return (
    <div class="query-text" role="region" aria-label={`${panel.title}: query`} tabIndex={0}>
      {panel.description !== undefined && <p>{panel.description}</p>}
      {panel.queries.map((one) => (
        <div key={one.query}>
          {one.legend !== '' && <p class="query-legend">{one.legend}</p>}
          <pre>
            <code>{one.query}</code>
          </pre>
        </div>
      ))}
    </div>
  );
}
