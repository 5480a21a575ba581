import type { LogFieldsResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Skeleton } from '../../design/skeleton.tsx';
import { printable } from '../../format/printable.ts';
import type { LogsState } from './view-state.ts';

type Field = LogFieldsResponse['fields'][number];

/** What the fields of the newest lines are, and what can be chosen of them. */
export interface FacetListProps {
  /** `undefined` until they are known. */
  readonly fields: readonly Field[] | undefined;
  readonly error: string;
  readonly state: LogsState;
  readonly onFilter: (field: string, value: string, isNot: boolean) => void;
  readonly onColumn: (name: string, isThere: boolean) => void;
}

/** Fields that everybody looks at first. */
const FIRST: readonly string[] = ['service', 'level'];
/** Beyond so many, the rarest are left out. */
const MAX_FIELDS = 60;

/** Fields with their most frequent values, each to be filtered by. */
export function FacetList(props: FacetListProps): JSX.Element {
  const { fields, error } = props;
  if (fields === undefined && error !== '')
    return <p class="log-facets-note">The fields could not be loaded: {error}</p>;
  if (fields === undefined) return <Skeleton label="Loading the fields" lines={6} />;
  const first = FIRST.flatMap((name) => fields.find(({ field }) => field === name) ?? []);
  const others = fields.filter(({ field }) => !FIRST.includes(field));
  // What a line says of itself is looked for more than what its program does, which all lines of it say.
  const [ofPrograms, ofLines] = [true, false].map((isOf) =>
    others.filter(({ field }) => field.startsWith('resource.') === isOf),
  );
  const rest = [...ofLines, ...ofPrograms].slice(0, MAX_FIELDS);
  const most = Math.max(1, ...fields.map(({ count }) => count));
  return (
    <>
      <p class="log-facets-note">Of the newest {most.toLocaleString('en-GB')} lines</p>
      {[...first, ...rest].map((field) => (
        <Facet key={field.field} facet={field} list={props} />
      ))}
    </>
  );
}

function Facet({ facet, list }: { readonly facet: Field; readonly list: FacetListProps }): JSX.Element {
  const { field, count, values } = facet;
  const isColumn = list.state.columns.includes(field);
  return (
    <details class="log-facet" open={FIRST.includes(field)}>
      <summary>
        <span class="log-facet-name" title={field}>
          {printable(field)}
        </span>
        <span class="log-count">{count.toLocaleString('en-GB')}</span>
      </summary>
      <ul>
        {values.map(({ value, count: times }) => (
          <li key={value} class="log-facet-value">
            <button
              type="button"
              class="log-facet-only"
              title={`Only lines with ${field} ${value}`}
              onClick={() => list.onFilter(field, value, false)}
            >
              <span class="log-facet-text">{value === '' ? '""' : printable(value.slice(0, MAX_VALUE))}</span>
              <span class="log-count">{times.toLocaleString('en-GB')}</span>
            </button>
            <button
              type="button"
              class="log-field-deed"
              aria-label={`Without ${field} ${value.slice(0, MAX_VALUE)}`}
              title="Only lines without it"
              onClick={() => list.onFilter(field, value, true)}
            >
              −
            </button>
          </li>
        ))}
      </ul>
      {!FIRST.includes(field) && (
        <button type="button" class="text-button" onClick={() => list.onColumn(field, !isColumn)}>
          {isColumn ? 'Remove the column' : 'Show as a column'}
        </button>
      )}
    </details>
  );
}

const MAX_VALUE = 200;
