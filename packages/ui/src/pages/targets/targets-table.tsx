import type { TargetView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useNow } from '../../data/station-context.ts';
import { LabelList } from '../../design/label-list.tsx';
import { HealthBadge } from '../../design/state-badge.tsx';
import { formatAge, formatSpan } from '../../format/ages.ts';
import { NO_VALUE, formatValue } from '../../format/units.ts';
import { RecentScrapes } from './recent-scrapes.tsx';

/** A scrape that takes this share of its interval is about to be too slow. */
const SLOW_SHARE = 0.5;

// Roles are written out because narrow screens lay the rows out as cards, which would end them.
/** All targets as a table; on narrow screens as cards. */
export function TargetsTable({ targets }: { readonly targets: readonly TargetView[] }): JSX.Element {
  const now = useNow();
  return (
    <table class="data-table targets" role="table">
      <thead role="rowgroup">
        <tr role="row">
          {['State', 'Target', 'Last scrape', 'Took', 'Samples', 'Size', 'Recent', 'Labels'].map((name) => (
            <th role="columnheader" scope="col" key={name} class={`col-${name.split(' ')[0].toLowerCase()}`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {targets.map((target) => (
          <TargetRow key={target.url + target.job} target={target} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function TargetRow({ target, now }: { readonly target: TargetView; readonly now: number }): JSX.Element {
  const { lastDurationMs, intervalMs } = target;
  const wasScraped = target.lastScrapeMs !== null;
  const isSlow = lastDurationMs !== null && lastDurationMs > intervalMs * SLOW_SHARE;
  return (
    <tr role="row" class={`is-${target.health}`}>
      <td role="cell" class="col-state">
        <HealthBadge health={target.health} />
      </td>
      <td role="cell" class="col-target">
        <span class="target-job">{target.job}</span>
        <span class="target-url">{target.url}</span>
        {target.lastError !== '' && <p class="target-error">{target.lastError}</p>}
        {target.note && <p class="target-error">{target.note}</p>}
      </td>
      <td role="cell" class="col-last" data-name="Last scrape">
        {formatAge(target.lastScrapeMs, now)}
        <span class="cell-note">every {formatSpan(intervalMs)}</span>
      </td>
      <td role="cell" class={isSlow ? 'col-took is-slow' : 'col-took'} data-name="Took">
        {lastDurationMs === null ? NO_VALUE : formatValue('seconds', lastDurationMs / 1000)}
        {isSlow && <span class="cell-note">slow</span>}
      </td>
      <td role="cell" class="col-samples" data-name="Samples">
        {wasScraped ? target.samples.toLocaleString('en-US') : NO_VALUE}
      </td>
      <td role="cell" class="col-size" data-name="Size">
        {wasScraped ? formatValue('bytes', target.bodyBytes) : NO_VALUE}
      </td>
      <td role="cell" class="col-recent" data-name="Recent">
        <RecentScrapes recent={target.recent} />
      </td>
      <td role="cell" class="col-labels">
        <LabelList labels={target.labels} except={['job', 'instance']} />
      </td>
    </tr>
  );
}
