import type { QueryFinding } from '@telltale/station/contract';
import type { RefObject } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { findingAt } from '../overlay/query-overlay.tsx';
import { findingFrom, movedFindings } from './moved-findings.ts';

/** The finding that is told of, and how another one is. */
export interface FindingTipState {
  readonly finding: QueryFinding | undefined;
  /** Selects the next finding, or the one before, and tells of it. */
  readonly step: (direction: 1 | -1) => void;
  readonly pointAt: (x: number, y: number) => void;
  readonly close: () => void;
}

/** Findings of the newest check at their places in the text as it is now. */
export function useStandingFindings(
  findings: readonly QueryFinding[],
  text: string,
): readonly QueryFinding[] {
  const checked = useRef({ findings, text });
  // They come when what they are about has rested: it is the text of that moment.
  if (checked.current.findings !== findings) checked.current = { findings, text };
  const before = checked.current.text;
  return useMemo(() => movedFindings(findings, before, text), [findings, before, text]);
}

/** Tells of one finding at a time: what the pointer is on, or what a key went to. */
export function useFindingTip(
  field: RefObject<HTMLTextAreaElement | null>,
  overlay: RefObject<HTMLElement | null>,
  findings: readonly QueryFinding[],
): FindingTipState {
  const [finding, setFinding] = useState<QueryFinding | undefined>(undefined);
  return {
    finding: finding !== undefined && findings.includes(finding) ? finding : undefined,
    step: (direction) => {
      const it = field.current;
      const next = findingFrom(findings, it?.selectionStart ?? 0, direction);
      setFinding(next);
      if (next !== undefined) it?.setSelectionRange(next.from, next.to);
    },
    pointAt: (x, y) => {
      if (overlay.current !== null) setFinding(findingAt(overlay.current, findings, x, y));
    },
    close: () => setFinding(undefined),
  };
}
