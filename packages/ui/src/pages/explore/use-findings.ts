import type { QueryFinding } from '@telltale/station/contract';
import { useEffect, useState } from 'preact/hooks';
import { useStation } from '../../data/station-context.ts';

/** A query is checked after so much rest. */
const REST_MS = 500;
const NONE: readonly QueryFinding[] = [];

/** What the station's checker says of a text that is being written. */
export function useFindings(text: string): readonly QueryFinding[] {
  const { api } = useStation();
  const [findings, setFindings] = useState(NONE);
  useEffect(() => {
    const abort = new AbortController();
    const check = async (): Promise<void> => {
      const answer = await api.explore.check(text, abort.signal);
      if (!abort.signal.aborted) setFindings(answer.findings);
    };
    if (text.trim() === '') {
      setFindings(NONE);
      return;
    }
    // Without the checker the query can still be run.
    const rest = setTimeout(() => void check().catch(() => undefined), REST_MS);
    return () => {
      clearTimeout(rest);
      abort.abort();
    };
  }, [api, text]);
  return findings;
}
