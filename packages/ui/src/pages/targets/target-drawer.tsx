import type { TargetView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useStation } from '../../data/station-context.ts';
import { CopyButton } from '../../design/copy-button.tsx';
import { Drawer } from '../../design/drawer.tsx';
import { Icon } from '../../design/icon.tsx';
import { HealthBadge } from '../../design/state-badge.tsx';
import { Time } from '../../design/time.tsx';
import { useToast } from '../../design/toast.tsx';
import { formatSpan } from '../../format/ages.ts';
import { NO_VALUE, formatValue } from '../../format/units.ts';
import { useDoctorHref } from '../../navigation/doctor-address.ts';
import { useHref } from '../../navigation/links.ts';
import { listField, urlCodec } from '../../navigation/url-codec.ts';
import { RecentScrapes } from './recent-scrapes.tsx';
import { relabelled, upQuery } from './relabelled.ts';

/** The part of Explore's address that says what is asked. */
const queryCodec = urlCodec({ queries: listField('q') });

/** One target in full. */
export function TargetDrawer(props: {
  readonly target: TargetView;
  readonly onClose: () => void;
}): JSX.Element {
  const [scraped, setScraped] = useState<TargetView | undefined>(undefined);
  const hrefOf = useHref();
  const doctorHref = useDoctorHref();
  // What was asked for by hand is newer than the list, until the list has caught up.
  const isNewer = (scraped?.lastScrapeMs ?? 0) > (props.target.lastScrapeMs ?? 0);
  const target = isNewer && scraped !== undefined ? scraped : props.target;
  return (
    <Drawer title={`${target.job} ${target.instance}`} onClose={props.onClose}>
      <div class="drawer-stack">
        <p class="source">
          <code>{target.url}</code>
          <CopyButton text={target.url} what="Address" />
        </p>
        {target.lastError !== '' && <p class="target-error">{target.lastError}</p>}
        {target.note !== undefined && target.note !== '' && <p class="target-error">{target.note}</p>}
        <TargetFacts target={target} />
        <p class="drawer-buttons">
          <ScrapeNow target={target} onScraped={setScraped} />
          {target.health === 'down' && (
            <a class="button" href={doctorHref('metrics', { target: target.url })}>
              <Icon name="doctor" /> Find out why
            </a>
          )}
          <a class="button" href={hrefOf({ page: 'explore' }, queryCodec, { queries: [upQuery(target)] })}>
            <Icon name="explore" /> Explore whether it is up
          </a>
        </p>
        <RelabelTable target={target} />
      </div>
    </Drawer>
  );
}

function ScrapeNow(props: {
  readonly target: TargetView;
  readonly onScraped: (target: TargetView) => void;
}): JSX.Element {
  const station = useStation();
  const toast = useToast();
  const [isBusy, setBusy] = useState(false);
  const { job, url } = props.target;
  const scrape = async (): Promise<void> => {
    setBusy(true);
    try {
      const target = await station.api.scrapeNow({ job, url });
      props.onScraped(target);
      const took = formatValue('seconds', (target.lastDurationMs ?? 0) / 1000);
      if (target.health === 'up')
        toast(`Scraped in ${took}: ${target.samples.toLocaleString('en-US')} samples`);
      else toast({ text: `The scrape failed: ${target.lastError}`, tone: 'failed' });
      void station.targets.refresh();
    } catch (error) {
      toast({
        text: `Not scraped: ${error instanceof Error ? error.message : String(error)}`,
        tone: 'failed',
      });
    }
    setBusy(false);
  };
  return (
    <button type="button" class="button is-primary" disabled={isBusy} onClick={() => void scrape()}>
      <Icon name="retry" /> {isBusy ? 'Scraping…' : 'Scrape now'}
    </button>
  );
}

function TargetFacts({ target }: { readonly target: TargetView }): JSX.Element {
  const { lastDurationMs: tookMs, lastScrapeMs } = target;
  const facts: readonly (readonly [name: string, value: JSX.Element | string])[] = [
    ['State', <HealthBadge key="health" health={target.health} />],
    ['Last scrape', <Time key="last" atMs={lastScrapeMs} as="both" />],
    ['Took', tookMs === null ? NO_VALUE : formatValue('seconds', tookMs / 1000)],
    ['Every', formatSpan(target.intervalMs)],
    ['Given up after', formatSpan(target.timeoutMs)],
    ['Samples', lastScrapeMs === null ? NO_VALUE : target.samples.toLocaleString('en-US')],
    ['Size', lastScrapeMs === null ? NO_VALUE : formatValue('bytes', target.bodyBytes)],
    ['Recent scrapes', <RecentScrapes key="recent" recent={target.recent} />],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name} class="fact">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Labels as they were found beside labels as they are stored. */
function RelabelTable({ target }: { readonly target: TargetView }): JSX.Element {
  const { discoveredLabels, labels } = target;
  const rows = relabelled(discoveredLabels ?? {}, labels);
  return (
    <table class="relabel">
      <caption>
        Labels{' '}
        {discoveredLabels === undefined
          ? '(how they were found is not known)'
          : 'before and after relabelling'}
      </caption>
      <thead>
        <tr>
          <th scope="col">Label</th>
          <th scope="col">Found</th>
          <th scope="col">Stored</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, before, after, change }) => (
          <tr key={name} class={`is-${change}`}>
            <th scope="row">{name}</th>
            <td>{before ?? NO_VALUE}</td>
            <td>
              {after ?? NO_VALUE}
              {change !== 'kept' && change !== 'removed' && <span class="relabel-mark"> {change}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
