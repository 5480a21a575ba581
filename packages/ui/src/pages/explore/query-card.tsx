import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useResourceData, useStation } from '../../data/station-context.ts';
import { useVisible } from '../../data/use-visible.ts';
import { Icon } from '../../design/icon.tsx';
import { Menu } from '../../design/popover.tsx';
import type { MenuItem } from '../../design/popover.tsx';
import { useToast } from '../../design/toast.tsx';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { useHref } from '../../navigation/links.ts';
import { EDITING, NEW_SLUG, editorCodec } from '../dashboards/editor/editor-state.ts';
import { QueryEditor } from './editor/query-editor.tsx';
import { FindingList } from './finding-list.tsx';
import { browserStore, readHistory } from './query-history.ts';
import type { Explore } from './use-explore.ts';
import { useFindings } from './use-findings.ts';
import { QueryResult } from './views/query-result.tsx';

/** One query: its editor, what is wrong with it, what can be done with it, and its answer. */
export function QueryCard(props: { readonly index: number; readonly explore: Explore }): JSX.Element {
  const { index, explore } = props;
  const { drafts, state } = explore;
  const text = drafts.texts[index];
  const letter = String.fromCharCode('A'.charCodeAt(0) + index);
  const findings = useFindings(text);
  const element = useRef<HTMLElement>(null);
  const isVisible = useVisible(element);
  // Editors that were asked come first, in the order of the address; after them new ones.
  const asked = state.queries.at(index);
  const isActive = drafts.active === index;
  return (
    <section ref={element} class="query-card" aria-label={`Query ${letter}`}>
      <div class="query-line">
        <span class="query-letter" aria-hidden="true">
          {letter}
        </span>
        <QueryEditor
          text={text}
          label={`Query ${letter}`}
          findings={findings}
          wantsFocus={isActive && explore.wantsFocus}
          onFocus={() => explore.activate(index)}
          onText={(next) => explore.write(index, next)}
          onRun={explore.run}
        />
        <QueryTools index={index} letter={letter} explore={explore} />
      </div>
      <FindingList findings={findings} />
      {asked !== undefined && (
        <QueryResult
          key={asked}
          letter={letter}
          number={index}
          query={asked}
          isVisible={isVisible}
          explore={explore}
          onExplore={explore.ask}
        />
      )}
    </section>
  );
}

interface QueryToolsProps {
  readonly index: number;
  readonly letter: string;
  readonly explore: Explore;
}

function QueryTools({ index, letter, explore }: QueryToolsProps): JSX.Element {
  const drawer = useDrawer();
  const text = explore.drafts.texts[index];
  const format = useFormat(explore, index);
  const destinations = useDestinations(text.trim());
  const isEmpty = text.trim() === '';
  const notYet =
    explore.state.queries.at(index) === text.trim() ? {} : { disabledBecause: 'Run the query first' };
  const turnInto = (what: 'panel' | 'alert' | 'test', label: string): MenuItem => ({
    label,
    icon: 'code',
    ...(what === 'panel' && { heading: 'Turn into' }),
    onSelect: () => drawer.show('code', `${index}:${what}`),
    ...notYet,
  });
  return (
    <div class="query-tools">
      <button type="button" class="button is-primary" onClick={explore.run}>
        Run
      </button>
      <HistoryMenu letter={letter} onPick={(query) => explore.replace(index, query)} />
      <Menu
        label={<Icon name="more" />}
        name={`More about query ${letter}`}
        items={[
          {
            label: 'Format',
            icon: 'query',
            onSelect: () => void format(),
            ...(isEmpty && { disabledBecause: 'There is no query yet' }),
          },
          { label: 'Remove', icon: 'close', onSelect: () => explore.remove(index) },
          turnInto('panel', 'Panel'),
          turnInto('alert', 'Alert'),
          turnInto('test', 'Test'),
          ...destinations,
        ]}
      />
    </div>
  );
}

/** The dashboards that a query can become a panel of. */
function useDestinations(query: string): readonly MenuItem[] {
  const hrefOf = useHref();
  const dashboards = useResourceData(useStation().dashboards)?.dashboards ?? [];
  const to = (slug: string, label: string): MenuItem => ({
    label,
    icon: 'dashboards',
    ...(query === ''
      ? { disabledBecause: 'There is no query yet' }
      : { href: hrefOf({ page: 'dashboards', slug }, editorCodec, { ...EDITING, add: query }) }),
  });
  return [
    { ...to(NEW_SLUG, 'A new dashboard'), heading: 'Add to' },
    ...dashboards.filter(({ origin }) => origin === 'saved').map(({ slug, title }) => to(slug, title)),
  ];
}

/** Writes a query in its usual form; one that cannot be parsed stays. */
function useFormat(explore: Explore, index: number): () => Promise<void> {
  const { api, nowMs } = useStation();
  const toast = useToast();
  return async () => {
    try {
      const { error, formatted } = await api.explore.explain({
        query: explore.drafts.texts[index],
        atMs: nowMs(),
      });
      if (error === '') {
        explore.activate(index);
        explore.write(index, formatted);
        // In its editor it can be undone.
        explore.focus();
      } else toast({ text: error, tone: 'failed' });
    } catch (error) {
      toast({ text: error instanceof Error ? error.message : String(error), tone: 'failed' });
    }
  };
}

function HistoryMenu(props: {
  readonly letter: string;
  readonly onPick: (query: string) => void;
}): JSX.Element {
  const queries = readHistory(browserStore());
  return (
    <span class="query-history">
      <Menu
        label={<Icon name="clock" />}
        name={`History for query ${props.letter}`}
        items={
          queries.length === 0
            ? [{ label: 'Nothing was run yet', disabledBecause: 'Run a query first' }]
            : queries.map((query) => ({ label: query, onSelect: () => props.onPick(query) }))
        }
      />
    </span>
  );
}
