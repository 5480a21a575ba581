import type { JSX } from 'preact';
import type { Happening } from '../happenings.ts';
import type { StoryAxis } from '../story-axis.ts';
import { Lane } from './lane.tsx';

/** Moments as marks: the worse, the higher. A mark that is pressed is shown in the list. */
export function MarkLane(props: {
  readonly title: string;
  readonly happenings: readonly Happening[];
  readonly axis: StoryAxis;
  readonly onChoose: (key: string) => void;
}): JSX.Element {
  const { title, happenings, axis } = props;
  const bad = happenings.filter(({ tone }) => tone === 'bad').length;
  const note = `${happenings.length}${bad === 0 ? '' : `, ${bad} bad`}`;
  return (
    <Lane kind="marks" title={title} note={note} words={`${title}: ${note}`}>
      <svg class="story-plot" aria-hidden="true">
        {happenings.map((one) => (
          <rect
            key={one.key}
            class={`story-mark tone-${one.tone} ${one.isSuspect === true ? 'is-suspect' : ''}`}
            x={`${axis.place(one.atMs)}%`}
            y={one.tone === 'bad' ? '10%' : '30%'}
            height={one.tone === 'bad' ? '80%' : '50%'}
            width="3"
            onClick={() => props.onChoose(one.key)}
          >
            <title>{`${one.word}: ${one.text}`}</title>
          </rect>
        ))}
      </svg>
    </Lane>
  );
}
