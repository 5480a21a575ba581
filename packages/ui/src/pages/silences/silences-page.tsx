import './silences.css';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SilenceView } from '../../data/api/silences-api.ts';
import { useRemote, useStation } from '../../data/station-context.ts';
import { DataTable } from '../../design/data-table.tsx';
import type { Column } from '../../design/data-table.tsx';
import { Confirm } from '../../design/dialog.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { Time } from '../../design/time.tsx';
import { useToast } from '../../design/toast.tsx';
import { useKeys } from '../../navigation/keys.tsx';
import { useGo, useHref } from '../../navigation/links.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { printMatcher } from './matcher-text.ts';
import { SilenceForm } from './silence-form.tsx';
import { NEW_SILENCE, SILENCE_LISTS, listCodec, newSilenceCodec } from './view-state.ts';

const LIST_NAMES = { active: 'In force', pending: 'To come', expired: 'Ended' } as const;

/** The page of all silences; `opened` is the id of one of them, or `new` for one that is being made. */
export function SilencesPage({ opened }: { readonly opened: string | undefined }): JSX.Element {
  const { data, error, refresh } = useRemote(['silences'], (api, signal) => api.silences.all(signal), {
    on: ['silences'],
  });
  const [{ list }, setState] = useUrlState(listCodec);
  const [draft] = useUrlState(newSilenceCodec);
  const [ending, setEnding] = useState<SilenceView | undefined>(undefined);
  const hrefOf = useHref();
  const go = useGo();
  const goTo = (id: string | undefined): void => go(hrefOf({ page: 'silences', id }));
  useKeys([{ keys: 'n', title: 'New silence', group: 'This page', run: () => goTo(NEW_SILENCE) }]);
  const inList = (data ?? []).filter(({ status }) => status.state === list);
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
      {data !== undefined && (
        <Tabs
          label="Silences"
          tabs={SILENCE_LISTS.map((value) => ({
            value,
            label: LIST_NAMES[value],
            count: data.filter(({ status }) => status.state === value).length,
          }))}
          value={list}
          onChange={(next) => setState({ list: next }, 'push')}
        >
          <SilenceTable list={inList} opened={opened} onEnd={setEnding} />
        </Tabs>
      )}
      {opened === NEW_SILENCE && (
        <SilenceForm
          key={draft.matchers.join('\n')}
          initial={draft.matchers.join('\n')}
          onClose={() => goTo(undefined)}
          onMade={goTo}
        />
      )}
      {ending !== undefined && <EndSilence silence={ending} onDone={() => setEnding(undefined)} />}
    </>
  );
}

function summaryOf(silences: readonly SilenceView[] | undefined): string | undefined {
  const active = silences?.filter(({ status }) => status.state === 'active').length;
  return active === undefined ? undefined : `${active} in force`;
}

function SilenceTable(props: {
  readonly list: readonly SilenceView[];
  readonly opened: string | undefined;
  readonly onEnd: (silence: SilenceView) => void;
}): JSX.Element {
  if (props.list.length === 0) {
    return (
      <EmptyState title="Nothing here">
        <p>A silence mutes alerts for a time: begin with an alert, or with the button above.</p>
      </EmptyState>
    );
  }
  const columns: readonly Column<SilenceView>[] = [
    {
      key: 'matchers',
      title: 'Mutes alerts with',
      isHeader: true,
      isWide: true,
      render: ({ matchers }) => <code>{matchers.map(printMatcher).join(' ')}</code>,
    },
    { key: 'comment', title: 'Why', isWide: true, render: ({ comment }) => comment },
    { key: 'by', title: 'Who', render: ({ createdBy }) => createdBy },
    { key: 'ends', title: 'Until', render: ({ endsAt }) => <Time atMs={Date.parse(endsAt)} as="moment" /> },
    {
      key: 'end',
      title: '',
      render: (silence) =>
        silence.status.state === 'expired' ? (
          ''
        ) : (
          <button type="button" class="button" onClick={() => props.onEnd(silence)}>
            End
          </button>
        ),
    },
  ];
  return (
    <DataTable
      label="Silences"
      columns={columns}
      rows={props.list}
      keyOf={({ id }) => id}
      {...(props.opened !== undefined && { openKey: props.opened })}
    />
  );
}

/** Asks before a silence ends: people are told of its alerts from then on. */
function EndSilence(props: { readonly silence: SilenceView; readonly onDone: () => void }): JSX.Element {
  const { api } = useStation();
  const toast = useToast();
  const [isBusy, setBusy] = useState(false);
  const end = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.silences.expire(props.silence.id);
      toast('The silence has ended');
    } catch (error) {
      toast({ text: error instanceof Error ? error.message : String(error), tone: 'failed' });
    }
    props.onDone();
  };
  return (
    <Confirm
      title="End the silence?"
      doWords="End it"
      isDangerous
      isBusy={isBusy}
      onConfirm={() => void end()}
      onCancel={props.onDone}
    >
      <p>
        People will be told of alerts with <code>{props.silence.matchers.map(printMatcher).join(' ')}</code>{' '}
        again.
      </p>
    </Confirm>
  );
}
