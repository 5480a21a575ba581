import { useMemo, useRef } from 'preact/hooks';
import { useStation } from '../../data/station-context.ts';
import { useCopy } from '../../design/copy-button.tsx';
import { useToast } from '../../design/toast.tsx';
import { withMember } from '../../navigation/changed-copies.ts';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { useGo, useHref } from '../../navigation/links.ts';
import { storedId } from './find-stored.ts';
import type { Line } from './line-buffer.ts';
import type { LineDeeds } from './line-deeds.ts';
import type { OpenLines } from './use-open-lines.ts';
import { withField } from './use-logs-state.ts';
import type { Choices } from './use-logs-state.ts';

/** A link shows so much time before and after its line. */
const AROUND_MS = 15 * 60_000;

/** What can be done from the lines of the page. */
export function useLineDeeds(choices: Choices, open: OpenLines): LineDeeds {
  const { api } = useStation();
  const drawer = useDrawer();
  const copy = useCopy();
  const toast = useToast();
  const go = useGo();
  const hrefOf = useHref();
  const withId = async (line: Line, deed: (id: string) => void): Promise<void> => {
    const id = await storedId(api.logs.search, line).catch(() => undefined);
    if (id === undefined) toast({ text: 'The station has not stored this line, or not yet', tone: 'failed' });
    else deed(id);
  };
  const { state, change } = choices;
  const deeds: LineDeeds = {
    toggle: open.toggle,
    filter: (field, value, isNot) => change(withField(state, { field, value, isNot })),
    column: (name, isThere) => change({ columns: withMember(state.columns, name, isThere) }, 'replace'),
    around: (line) => void withId(line, (id) => drawer.show('line', id)),
    trace: ({ record }) => {
      if (record.traceId !== undefined) drawer.show('trace', `${record.traceId}:${record.spanId ?? ''}`);
    },
    story: (line) => void withId(line, (id) => go(hrefOf({ page: 'story', key: `log:${id}` }))),
    copyJson: ({ id, record }) =>
      void copy(JSON.stringify({ ...record, ...(id !== undefined && { id }) }), 'Line'),
    copyLink: (line) => void withId(line, (id) => void copy(linkTo(id, line.record.timeMs), 'Link')),
    copyText: (text, what) => void copy(text, what),
  };
  const newest = useRef(deeds);
  newest.current = deeds;
  return useMemo(
    (): LineDeeds => ({
      toggle: (...args) => newest.current.toggle(...args),
      filter: (...args) => newest.current.filter(...args),
      column: (...args) => newest.current.column(...args),
      around: (...args) => newest.current.around(...args),
      trace: (...args) => newest.current.trace(...args),
      story: (...args) => newest.current.story(...args),
      copyJson: (...args) => newest.current.copyJson(...args),
      copyLink: (...args) => newest.current.copyLink(...args),
      copyText: (...args) => newest.current.copyText(...args),
    }),
    [],
  );
}

/** The address of a line among those that are shown now, at a time that will be the same tomorrow. */
function linkTo(id: string, atMs: number): string {
  const url = new URL(location.href);
  for (const name of ['range', 'live', 'open', 'refresh']) url.searchParams.delete(name);
  url.searchParams.set('from', String(Math.floor(atMs - AROUND_MS)));
  url.searchParams.set('to', String(Math.ceil(atMs + AROUND_MS)));
  url.searchParams.set('drawer', `line:${id}`);
  return url.href;
}
