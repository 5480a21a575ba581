import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import { Time } from '../../design/time.tsx';
import { formatSpan } from '../../format/ages.ts';
import { formatValue } from '../../format/units.ts';
import type { ShownGroup } from './filter-rules.ts';

/** A group: how often and when it is evaluated, and its rules. */
export function GroupSection(props: {
  readonly shown: ShownGroup;
  readonly isFolded: boolean;
  readonly onFold: (isFolded: boolean) => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { group } = props.shown;
  const { lastDurationMs: tookMs, missedEvaluations: missed } = group;
  const bodyId = useId();
  return (
    <section class="pool">
      <h2 class="section-title">
        <button
          type="button"
          class="fold"
          aria-expanded={!props.isFolded}
          aria-controls={bodyId}
          onClick={() => props.onFold(!props.isFolded)}
        >
          <Icon name="chevron" />
          {group.name}
        </button>
        <span class="section-note">
          every {formatSpan(group.intervalMs)}, last <Time atMs={group.lastEvaluationMs} />
          {tookMs !== null && ` in ${formatValue('seconds', tookMs / 1000)}`}
        </span>
        {missed > 0 && <span class="group-missed">{missed} evaluations missed</span>}
        {group.file !== '' && <span class="section-note group-file">{group.file}</span>}
      </h2>
      <div id={bodyId} hidden={props.isFolded}>
        {!props.isFolded && props.children}
      </div>
    </section>
  );
}
