import type { JSX } from 'preact';
import { TracesSearch } from './search/traces-search.tsx';
import { TracePage } from './trace/trace-page.tsx';
import './traces.css';
import './search.css';

/** The page of traces: all that can be found, or one of them. */
export function TracesPage({ traceId }: { readonly traceId: string | undefined }): JSX.Element {
  return traceId === undefined ? <TracesSearch /> : <TracePage key={traceId} traceId={traceId} />;
}
