import './silences.css';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SilenceView } from '../../data/api/silences-api.ts';
import { useRemote } from '../../data/station-context.ts';
import { Drawer } from '../../design/drawer.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useKeys } from '../../navigation/keys.tsx';
import { useGo, useHref } from '../../navigation/links.ts';
import { useTimeControl } from '../../navigation/time.tsx';
import { useUrlState } from '../../navigation/url-state.ts';
import { EndSilence } from './end-silence.tsx';
import { readAuthor } from './remembered-author.ts';
import { draftAgain, draftOf, newDraft } from './silence-draft.ts';
import type { SilenceDraft } from './silence-draft.ts';
import { SilenceDrawer } from './silence-drawer.tsx';
import { SilenceForm } from './silence-form.tsx';
import { SilenceTable, countOf } from './silence-table.tsx';
import { NEW_SILENCE, SILENCE_LISTS, deedCodec, listCodec, newSilenceCodec } from './view-state.ts';
import type { SilenceDeed, SilenceList } from './view-state.ts';

const LIST_NAMES = { active: 'In force', pending: 'To come', expired: 'Ended' } as const;

/** The page of all silences; `opened` is the id of one of them, or `new` for one that is being made. */
export function SilencesPage({ opened }: { readonly opened: string | undefined }): JSX.Element {
  const { data, error, refresh } = useRemote(['silences'], (api, signal) => api.silences.all(signal), {
    on: ['silences'],
  });
  const hrefOf = useHref();
  const go = useGo();
  useKeys([
    {
      keys: 'n',
      title: 'New silence',
      group: 'This page',
      run: () => go(hrefOf({ page: 'silences', id: NEW_SILENCE })),
    },
  ]);
  return (
    <>
      <PageHead title="Silences" summary={summaryOf(data)}>
        <a class="button is-primary" href={hrefOf({ page: 'silences', id: NEW_SILENCE })}>
          New silence
        </a>
      </PageHead>
      {data === undefined && error === '' && <Skeleton label="Loading the silences" />}
      {data === undefined && error !== '' && (
        <ErrorState title="The silences could not be loaded" error={error} onRetry={refresh} />
      )}
      {data !== undefined && <Lists silences={data} opened={opened} />}
      {opened === NEW_SILENCE && <NewSilenceForm />}
    </>
  );
}

function summaryOf(silences: readonly SilenceView[] | undefined): string | undefined {
  const active = silences?.filter(({ status }) => status.state === 'active').length;
  return active === undefined ? undefined : `${active} in force`;
}

/** The lists, of which the one is shown that has the opened silence, and what is open of it. */
function Lists(props: {
  readonly silences: readonly SilenceView[];
  readonly opened: string | undefined;
}): JSX.Element {
  const { silences, opened } = props;
  const { data: effects } = useRemote(['silence-effects'], (api, signal) => api.silences.effects(signal), {
    on: ['silences', 'alerts'],
  });
  const [state] = useUrlState(listCodec);
  const [ending, setEnding] = useState<SilenceView | undefined>(undefined);
  const hrefOf = useHref();
  const go = useGo();
  const silence = silences.find(({ id }) => id === opened);
  const list = silence?.status.state ?? state.list;
  const toList = (next: SilenceList): void =>
    go(hrefOf({ page: 'silences', id: undefined }, listCodec, { list: next }));
  const hrefTo = (id: string, deed: SilenceDeed = 'show'): string =>
    hrefOf({ page: 'silences', id }, deedCodec, { deed });
  return (
    <>
      <Tabs
        label="Silences"
        tabs={SILENCE_LISTS.map((value) => ({
          value,
          label: LIST_NAMES[value],
          count: silences.filter(({ status }) => status.state === value).length,
        }))}
        value={list}
        onChange={toList}
      >
        <SilenceTable
          list={list}
          silences={silences.filter(({ status }) => status.state === list)}
          muted={effects?.muted}
          openId={silence?.id}
          onOpen={({ id }) => go(hrefTo(id))}
          onEnd={setEnding}
          againHref={({ id }) => hrefTo(id, 'again')}
        />
      </Tabs>
      {silence !== undefined && (
        <>
          <SilenceDrawer
            key={silence.id}
            silence={silence}
            muted={countOf(effects?.muted, silence.id)}
            onClose={() => toList(list)}
            onEdit={() => go(hrefTo(silence.id, 'edit'))}
            onAgain={() => go(hrefTo(silence.id, 'again'))}
            onEnd={() => setEnding(silence)}
          />
          <ChangedSilence silence={silence} onDone={(id) => go(hrefTo(id))} />
        </>
      )}
      {silence === undefined && opened !== undefined && opened !== NEW_SILENCE && (
        <Drawer title="This silence is not known" onClose={() => toList(list)}>
          <p>It was made elsewhere, or ended longer ago than silences are kept.</p>
        </Drawer>
      )}
      {ending !== undefined && <EndSilence silence={ending} onDone={() => setEnding(undefined)} />}
    </>
  );
}

/** The form over a silence that is changed or made once more, where the address says so. */
function ChangedSilence(props: {
  readonly silence: SilenceView;
  readonly onDone: (id: string) => void;
}): JSX.Element | null {
  const { silence, onDone } = props;
  const [{ deed }] = useUrlState(deedCodec);
  const { zone } = useTimeControl();
  // One that has ended meanwhile cannot be changed any more, but made once more.
  const isAgain = deed === 'again' || silence.status.state === 'expired';
  if (deed === 'show') return null;
  const draft: SilenceDraft = isAgain ? draftAgain(silence, readAuthor()) : draftOf(silence, zone);
  return <SilenceForm key={deed} initial={draft} onClose={() => onDone(silence.id)} onMade={onDone} />;
}

/** The form of a silence whose matchers the address may have. */
function NewSilenceForm(): JSX.Element {
  const [{ matchers }] = useUrlState(newSilenceCodec);
  const hrefOf = useHref();
  const go = useGo();
  const goTo = (id: string | undefined): void => go(hrefOf({ page: 'silences', id }));
  return (
    <SilenceForm
      key={matchers.join('\n')}
      initial={newDraft(matchers, readAuthor())}
      onClose={() => goTo(undefined)}
      onMade={goTo}
    />
  );
}
