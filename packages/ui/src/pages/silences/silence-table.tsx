import type { JSX } from 'preact';
import type { SilenceView } from '../../data/api/silences-api.ts';
import { plural } from '../../data/overall-state.ts';
import { DataTable } from '../../design/data-table.tsx';
import type { Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Icon } from '../../design/icon.tsx';
import { Time } from '../../design/time.tsx';
import { printMatcher } from './matcher-text.ts';
import { useSilenceDeeds } from './use-silence-deeds.ts';
import type { SilenceList } from './view-state.ts';

const EMPTY: Readonly<Record<SilenceList, string>> = {
  active: 'Nothing is silenced',
  pending: 'No silence is to come',
  expired: 'No silence has ended lately',
};

/** Silences of one list. */
export function SilenceTable(props: {
  readonly list: SilenceList;
  readonly silences: readonly SilenceView[];
  /** How many alerts each mutes now; `undefined` until that is known. */
  readonly muted: Readonly<Record<string, number>> | undefined;
  readonly openId: string | undefined;
  readonly onOpen: (silence: SilenceView) => void;
  readonly onEnd: (silence: SilenceView) => void;
  readonly againHref: (silence: SilenceView) => string;
}): JSX.Element {
  const { list, silences, muted, openId, onOpen, onEnd, againHref } = props;
  const { prolong } = useSilenceDeeds();
  if (silences.length === 0) {
    return (
      <EmptyState title={EMPTY[list]}>
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
      render: ({ matchers }) => <Matchers matchers={matchers} />,
    },
    { key: 'comment', title: 'Why', isWide: true, render: ({ comment }) => comment },
    { key: 'by', title: 'Who', render: ({ createdBy }) => createdBy },
    ...(list === 'active'
      ? [
          {
            key: 'now',
            title: 'Now',
            render: ({ id }: SilenceView) => <MutedNow count={countOf(muted, id)} />,
          },
        ]
      : []),
    { key: 'until', title: list === 'pending' ? 'From' : 'Until', render: (one) => <Moment silence={one} /> },
    {
      key: 'deeds',
      title: 'Actions',
      render: (silence) => (
        <span class="silence-deeds">
          {list === 'expired' ? (
            <a class="button" href={againHref(silence)}>
              Again…
            </a>
          ) : (
            <>
              <button
                type="button"
                class="button"
                title="One hour more"
                onClick={() => void prolong(silence)}
              >
                +1 h
              </button>
              <button type="button" class="button" onClick={() => onEnd(silence)}>
                End
              </button>
            </>
          )}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label="Silences"
      columns={columns}
      rows={silences}
      keyOf={({ id }) => id}
      onOpen={onOpen}
      {...(openId !== undefined && { openKey: openId })}
    />
  );
}

/** Matchers as a person reads them: each whole, with room between them. */
export function Matchers({ matchers }: Pick<SilenceView, 'matchers'>): JSX.Element {
  return (
    <span class="silence-matcher-list">
      {matchers.map((matcher) => {
        const text = printMatcher(matcher);
        return <code key={text}>{text}</code>;
      })}
    </span>
  );
}

/** How many alerts a silence mutes now; one that mutes none is marked, as it may be misspelt or no longer needed. */
export function MutedNow({ count }: { readonly count: number | undefined }): JSX.Element {
  if (count === undefined) return <></>;
  if (count > 0) return <>{plural(count, 'alert')}</>;
  return (
    <span class="silence-idle tone-warn" title="No alert that fires has these labels">
      <Icon name="unknown" /> mutes nothing
    </span>
  );
}

/** How many alerts a silence mutes; `undefined` until that is known. */
export function countOf(muted: Readonly<Record<string, number>> | undefined, id: string): number | undefined {
  return muted === undefined ? undefined : Object.hasOwn(muted, id) ? muted[id] : 0;
}

function Moment({ silence }: { readonly silence: SilenceView }): JSX.Element {
  const isToCome = silence.status.state === 'pending';
  return <Time atMs={Date.parse(isToCome ? silence.startsAt : silence.endsAt)} as="both" />;
}
