import type { JSX } from 'preact';
import { MAX_DOWNLOAD, logDownloadAddress } from '../../data/api/logs-api.ts';
import { useRemote, useStation } from '../../data/station-context.ts';
import { boundsOf } from '../../data/time-range.ts';
import { useCopy } from '../../design/copy-button.tsx';
import { Icon } from '../../design/icon.tsx';
import { Menu } from '../../design/popover.tsx';
import type { MenuItem } from '../../design/popover.tsx';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { useTimeControl } from '../../navigation/time.tsx';
import type { Choices } from './use-logs-state.ts';

/** What can be done with all lines that are shown. */
export function LogTools(props: {
  readonly choices: Choices;
  /** How many lines there are; `undefined` until they are counted. */
  readonly total: number | undefined;
  /** Whether the first lines are there: what is asked here comes after them. */
  readonly isReady: boolean;
}): JSX.Element {
  const { question, state, change } = props.choices;
  const { range } = useTimeControl();
  const { nowMs } = useStation();
  const drawer = useDrawer();
  const copy = useCopy();
  const outside = useRemote(
    props.isReady ? ['logs-open-in', question, range] : undefined,
    (api, signal) => api.logs.openIn({ ...question, ...boundsOf(range, nowMs()) }, signal),
    { isLive: false },
  );
  const items: readonly MenuItem[] = [
    {
      label: state.isWrapped ? 'Long messages on one line' : 'Long messages on several lines',
      icon: 'table',
      onSelect: () => change({ isWrapped: !state.isWrapped }, 'replace'),
    },
    {
      label: state.histogram === 'off' ? 'Show lines over time' : 'Hide lines over time',
      icon: 'dashboards',
      onSelect: () => change({ histogram: state.histogram === 'off' ? 'chart' : 'off' }, 'replace'),
    },
    {
      label: downloadLabel(props.total),
      icon: 'download',
      href: logDownloadAddress({ ...question, ...boundsOf(range, nowMs()) }),
      isFile: true,
    },
    { label: 'Alert on these lines…', icon: 'code', onSelect: () => drawer.show('alert', '') },
    {
      label: 'Copy as a command',
      icon: 'copy',
      onSelect: () => void copy(commandOf(question), 'Command'),
    },
    ...(outside.data?.links ?? []).map(({ title, url, isExact }): MenuItem => ({
      label: `Open in ${title}${isExact ? '' : ' (shows more)'}`,
      icon: 'external',
      href: url,
    })),
  ];
  return <Menu label={<Icon name="more" />} name="More about these lines" items={items} />;
}

function downloadLabel(total: number | undefined): string {
  if (total === undefined)
    return `Download as NDJSON (${MAX_DOWNLOAD.toLocaleString('en-GB')} lines at most)`;
  if (total <= MAX_DOWNLOAD) return `Download as NDJSON (${total.toLocaleString('en-GB')} lines)`;
  return `Download as NDJSON (the newest ${MAX_DOWNLOAD.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} lines)`;
}

/** The same lines in a terminal. */
function commandOf({ query, filter }: Choices['question']): string {
  const words = [query, filter].filter((text) => text !== '');
  const both = words.length > 1 ? `(${query}) ${filter}` : (words.at(0) ?? '');
  const quoted = `'${both.replaceAll("'", String.raw`'\''`)}'`;
  return both === '' ? 'npx telltale logs' : `npx telltale logs -- ${quoted}`;
}
