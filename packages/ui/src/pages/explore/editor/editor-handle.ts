import type { QueryFinding } from '@telltale/station/contract';

/** What an editor tells the page. */
export interface EditorEvents {
  readonly onText: (text: string) => void;
  readonly onRun: () => void;
}

/** An editor as the page holds it. */
export interface EditorHandle {
  /** Shows another text, if it is another. */
  readonly setText: (text: string) => void;
  /** Marks what the checker found. */
  readonly setFindings: (findings: readonly QueryFinding[]) => void;
  readonly focus: () => void;
  readonly destroy: () => void;
}
