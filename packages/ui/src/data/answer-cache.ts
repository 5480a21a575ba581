import type { BatchResult } from '@telltale/station/contract';
import type { AnsweredQuery } from './aligned-columns.ts';
import { questionOf } from './board-query.ts';
import type { BoardQuery } from './board-query.ts';
import { withStep } from './time-range.ts';
import type { QueryWindow } from './time-range.ts';

/** What a panel can show at the moment. */
export interface PanelData {
  /** Window that the answers belong to. */
  readonly window: QueryWindow;
  /** In the order of the queries; those that failed are missing. */
  readonly answers: readonly PanelAnswer[];
  /** Why queries failed, one text each; the other queries' answers are still there. */
  readonly errors: readonly string[];
  /** When it came, by the clock of the browser. */
  readonly atMs: number;
}

/** An answer with the query that asked for it. */
export type PanelAnswer = BoardQuery & AnsweredQuery;

/** Answers to the questions of panels, put together to what each panel shows. */
export interface AnswerCache {
  readonly store: (key: string, window: QueryWindow, result: BatchResult) => void;
  readonly has: (key: string) => boolean;
  readonly isFresh: (key: string, window: QueryWindow) => boolean;
  /** Makes a panel's answers its data, if all are there and of one window. */
  readonly complete: (queries: readonly BoardQuery[], stepMs: number | undefined) => boolean;
  readonly read: (queries: readonly BoardQuery[], stepMs: number | undefined) => PanelData | undefined;
  /** Forgets the oldest of what nobody shows, if there is much of it. */
  readonly dropUnwanted: (wanted: ReadonlySet<string>) => void;
}

/** Answers kept that nobody shows: of panels that were scrolled away. */
const MAX_UNWANTED = 300;

/** Creates an empty cache. */
export function createAnswerCache(): AnswerCache {
  const cached = new Map<string, { readonly window: QueryWindow; readonly result: BatchResult }>();
  const panels = new Map<string, PanelData>();

  const assemble = (
    queries: readonly BoardQuery[],
    stepMs: number | undefined,
  ): Omit<PanelData, 'atMs'> | undefined => {
    let window: QueryWindow | undefined;
    const answers: PanelAnswer[] = [];
    const errors: string[] = [];
    for (const query of queries) {
      const answer = cached.get(questionOf(query, stepMs).key);
      window ??= answer?.window;
      if (answer === undefined || window === undefined || !isSameWindow(answer.window, window))
        return undefined;
      if (answer.result.ok) answers.push({ ...query, result: answer.result });
      else errors.push(answer.result.error);
    }
    return window && { window: withStep(window, stepMs ?? window.stepMs), answers, errors };
  };

  return {
    store: (key, window, result) => {
      // The newest stands at the end.
      cached.delete(key);
      cached.set(key, { window, result });
    },
    has: (key) => cached.has(key),
    isFresh: (key, window) => {
      const answer = cached.get(key);
      return answer !== undefined && isSameWindow(answer.window, window);
    },
    complete: (queries, stepMs) => {
      const data = assemble(queries, stepMs);
      if (data !== undefined) panels.set(panelKey(queries, stepMs), { ...data, atMs: Date.now() });
      return data !== undefined;
    },
    read: (queries, stepMs) => panels.get(panelKey(queries, stepMs)),
    dropUnwanted: (wanted) => {
      const unwanted = [...cached.keys()].filter((key) => !wanted.has(key));
      for (const key of unwanted.slice(0, Math.max(0, unwanted.length - MAX_UNWANTED))) cached.delete(key);
      const panelKeys = [...panels.keys()];
      for (const key of panelKeys.slice(0, Math.max(0, panelKeys.length - 2 * MAX_UNWANTED)))
        panels.delete(key);
    },
  };
}

function panelKey(queries: readonly BoardQuery[], stepMs: number | undefined): string {
  return JSON.stringify([queries, stepMs]);
}

function isSameWindow(one: QueryWindow, other: QueryWindow): boolean {
  return one.startMs === other.startMs && one.endMs === other.endMs && one.stepMs === other.stepMs;
}
