import '../../panels/panels.css';
import './story.css';
import type { StoryResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { plural } from '../../data/overall-state.ts';
import { useRemote, useStation } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Icon } from '../../design/icon.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { formatShortSpan } from '../../format/ages.ts';
import { formatMoment, formatStretch } from '../../format/times.ts';
import { useKeys } from '../../navigation/keys.tsx';
import { useUrlState } from '../../navigation/url-state.ts';
import { HappeningList, idOf } from './happening-list.tsx';
import { foldRepeats, happeningsOf } from './happenings.ts';
import { saveStory } from './save-story.ts';
import { StoryPicture } from './story-picture.tsx';
import { StoryTrace } from './story-trace.tsx';
import { momentOf, storyCodec } from './view-state.ts';

const KINDS: Readonly<Record<StoryResponse['kind'], string>> = {
  alert: 'Alert',
  trace: 'Trace',
  log: 'Log line',
  query: 'Chart',
};

/** The page that tells what happened around an alert, a trace, a log line or a moment of a chart. */
export function StoryPage({ storyKey }: { readonly storyKey: string }): JSX.Element {
  const [state] = useUrlState(storyCodec);
  const atMs = momentOf(state);
  const { data, error, refresh } = useRemote(
    ['story', storyKey, atMs],
    (api, signal) => api.story.tell({ key: storyKey, atMs }, signal),
    { on: ['alerts', 'annotations'] },
  );
  if (data) return <ToldStory story={data} />;
  if (error !== '') return <ErrorState title="This story cannot be told" error={error} onRetry={refresh} />;
  return <Skeleton label="Gathering what happened" />;
}

function ToldStory({ story }: { readonly story: StoryResponse }): JSX.Element {
  const { nowMs } = useStation();
  const [state, setState] = useUrlState(storyCodec);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const article = useRef<HTMLElement>(null);
  const all = happeningsOf(story);
  const listed = foldRepeats(
    state.onlyTrouble
      ? all.filter(({ tone, isSuspect }) => tone === 'bad' || tone === 'warn' || isSuspect === true)
      : all,
  );
  const choose = (key: string): void => {
    setChosen(key);
    document.querySelector<HTMLElement>(`#${CSS.escape(idOf(key))}`)?.focus();
  };
  const save = (): void => {
    if (article.current) saveStory(article.current, story);
  };
  const toggle = (): void => setState({ ...state, onlyTrouble: !state.onlyTrouble }, 'replace');
  useKeys([
    { keys: 'd', title: 'Save the story as a file', group: 'This page', run: save },
    { keys: 'w', title: 'Only what went wrong', group: 'This page', run: toggle },
  ]);
  return (
    <article class="story" ref={article}>
      <PageHead title={titleOf(story)} summary={<Summary story={story} nowMs={nowMs()} />}>
        <button type="button" class="button" data-live aria-pressed={state.onlyTrouble} onClick={toggle}>
          Only what went wrong
        </button>
        <button type="button" class="button" data-live onClick={save}>
          <Icon name="download" />
          Save as a file
        </button>
      </PageHead>
      {story.missing.map((text) => (
        <p key={text} class="story-missing" role="status">
          {text}
        </p>
      ))}
      <StoryPicture story={story} happenings={all} onChoose={choose} />
      <div class="story-columns">
        <StoryTrace story={story} />
        <section class="card" aria-labelledby="story-order">
          <h2 class="card-title" id="story-order">
            In order <span class="section-note">{plural(listed.length, 'event')}</span>
          </h2>
          {listed.length === 0 && (
            <EmptyState title="Nothing is known of this time">
              <p>No alert, trace, log line or change of these services was kept.</p>
            </EmptyState>
          )}
          <HappeningList happenings={listed} nowMs={nowMs()} chosen={chosen} />
        </section>
      </div>
    </article>
  );
}

function titleOf({ kind, title }: StoryResponse): JSX.Element {
  return (
    <>
      <span class="story-kind">{KINDS[kind]}</span> {title}
    </>
  );
}

/** When it was, whose it is, and what came just before. */
function Summary({ story, nowMs }: { readonly story: StoryResponse; readonly nowMs: number }): JSX.Element {
  const { services, startMs, endMs, beganMs, changes, suspect } = story;
  const blamed = changes.find(({ id }) => id === suspect);
  return (
    <>
      {services.length > 0 && `${services.join(', ')} · `}
      {formatStretch(startMs, endMs, nowMs)} · began {formatMoment(beganMs, nowMs)}
      {blamed && (
        <>
          , <strong>{formatShortSpan(beganMs - blamed.atMs)}</strong> after <strong>{blamed.title}</strong>
        </>
      )}
    </>
  );
}
