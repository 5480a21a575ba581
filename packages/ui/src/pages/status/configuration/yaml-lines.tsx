import type { JSX } from 'preact';
import { EmptyState } from '../../../design/empty-state.tsx';
import { TooMuch } from '../../../design/too-much.tsx';
import { lineParts } from './find-lines.ts';
import type { ShownLine } from './find-lines.ts';

/** More of them make the page slow, and nobody reads them one by one. */
const MAX_LINES = 2000;

/** Lines of YAML with their numbers; what was left out between them is marked. */
export function YamlLines(props: {
  readonly label: string;
  readonly lines: readonly ShownLine[];
  readonly search: string;
}): JSX.Element {
  const { lines } = props;
  if (lines.length === 0) {
    return (
      <EmptyState title="No line has that">
        <p>Nothing in this file matches “{props.search.trim()}”. The other files may.</p>
      </EmptyState>
    );
  }
  return (
    <>
      <div class="yaml-lines" role="region" aria-label={props.label} tabIndex={0}>
        {lines.slice(0, MAX_LINES).map((line, index) => (
          <Line
            key={line.number}
            line={line}
            isApart={index > 0 && line.number > lines[index - 1].number + 1}
          />
        ))}
      </div>
      {lines.length > MAX_LINES && (
        <TooMuch title={`${MAX_LINES} of ${lines.length} lines are shown`}>
          Search for a part of it, or download the whole file.
        </TooMuch>
      )}
    </>
  );
}

function Line(props: { readonly line: ShownLine; readonly isApart: boolean }): JSX.Element {
  const { number, text, isMatch } = props.line;
  const { key, rest, isComment } = lineParts(text);
  const classes = [
    'yaml-line',
    isMatch && 'is-match',
    props.isApart && 'is-apart',
    isComment && 'is-comment',
  ];
  return (
    <code class={classes.filter(Boolean).join(' ')}>
      <span class="yaml-number" aria-hidden="true">
        {number}
      </span>
      <span class="yaml-text">
        {key !== '' && <span class="yaml-key">{key}</span>}
        {rest}
      </span>
    </code>
  );
}
