import type { ComponentChildren, JSX } from 'preact';
import type { RemoteState } from '../../../data/station-context.ts';
import { ErrorState } from '../../../design/error-state.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { TooMuch } from '../../../design/too-much.tsx';
import { MAX_ROWS } from '../instant-answer.ts';
import type { InstantAnswer } from '../instant-answer.ts';
import { StatsLine, countWords, formatCost } from './stats-line.tsx';

/** What table and raw view have in common: what the answer cost, and what is wrong with it. */
export function InstantFrame(props: {
  readonly answer: RemoteState<InstantAnswer>;
  readonly children: (answer: InstantAnswer) => ComponentChildren;
}): JSX.Element {
  const { data, error, refresh } = props.answer;
  if (error !== '') return <ErrorState title="This query failed" error={error} onRetry={refresh} />;
  if (data === undefined) return <Skeleton label="The answer" />;
  const { rows, stats, raw } = data;
  return (
    <div class="explore-instant" aria-busy={props.answer.isPrevious}>
      <StatsLine
        facts={[
          formatCost(stats.durationMs),
          countWords(rows.length, 'series', 'series'),
          stats.samples === undefined ? undefined : `${countWords(stats.samples, 'sample', 'samples')} read`,
          raw.data.resultType,
        ]}
      />
      {rows.length >= MAX_ROWS && (
        <TooMuch title={`The first ${MAX_ROWS.toLocaleString('en')} series are shown`}>
          Take fewer with topk(), sum by () or a matcher.
        </TooMuch>
      )}
      {[...(raw.warnings ?? []), ...(raw.infos ?? [])].map((text) => (
        <p class="panel-error" key={text}>
          {text}
        </p>
      ))}
      {props.children(data)}
    </div>
  );
}
