import type { ComponentChildren, JSX } from 'preact';

/** One row of the picture: what it shows at the side, and the time it shows it over. */
export function Lane(props: {
  readonly title: string;
  /** Under the title: the highest value, how many. */
  readonly note?: string;
  /** All of it in a sentence, for who does not see it. */
  readonly words: string;
  readonly kind: 'chart' | 'bars' | 'marks';
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`story-lane is-${props.kind}`}>
      <div class="story-lane-head">
        <span class="story-lane-title" title={props.title}>
          {props.title}
        </span>
        {props.note !== undefined && <span class="story-lane-note">{props.note}</span>}
      </div>
      <div class="story-lane-time" role="img" aria-label={props.words}>
        {props.children}
      </div>
    </div>
  );
}
