import type { JSX } from 'preact';
import { useRemote } from '../../../data/station-context.ts';
import { useDoctorHref } from '../../../navigation/doctor-address.ts';
import { emptyParts } from '../empty-parts.ts';

/** Says which part of a query it is that gives nothing, and lets people look at it. */
export function NoSeries(props: {
  readonly query: string;
  /** When it was empty. */
  readonly atMs: number | undefined;
  readonly onExplore: (query: string) => void;
}): JSX.Element {
  const { query, atMs } = props;
  const doctorHref = useDoctorHref();
  const { data } = useRemote(
    atMs === undefined ? undefined : ['explore-tree', query, atMs],
    (api, signal) => api.explore.explain({ query, atMs: atMs ?? 0 }, signal),
    { keepsPrevious: true },
  );
  const parts = data?.root ? emptyParts(data.root) : [];
  if (parts.length === 0) return <p>No series answers this query in this time.</p>;
  const metric = metricIn(parts[0].text);
  return (
    <>
      <ul class="empty-parts" aria-label="Parts that give nothing">
        {parts.map(({ text, title, from }) => (
          <li key={from}>
            {title === 'selector' || title === 'range' ? 'No series matches ' : 'Nothing is left of '}
            <button type="button" class="query-part" onClick={() => props.onExplore(text)}>
              <code>{text}</code>
            </button>
          </li>
        ))}
      </ul>
      {metric !== undefined && (
        <p>
          <a href={doctorHref('metrics', { metric })}>Find out why {metric} does not appear</a>
        </p>
      )}
    </>
  );
}

/** The name that a part of a query begins with. */
function metricIn(text: string): string | undefined {
  return /^([a-zA-Z_:][\w:]*)\s*(?:[{[]|$)/.exec(text)?.[1];
}
