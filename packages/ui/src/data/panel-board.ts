import type { BatchRequest, BatchResult, PanelQuery } from '@telltale/station/contract';
import type { AnsweredQuery } from './aligned-columns.ts';
import { windowOf } from './time-range.ts';
import type { QueryWindow, TimeRange } from './time-range.ts';

/** What a panel can show at the moment. */
export interface PanelData {
  /** Window that the answers belong to. */
  readonly window: QueryWindow;
  readonly answers: readonly AnsweredQuery[];
  /** Why queries failed, one text each; the other queries' answers are still there. */
  readonly errors: readonly string[];
}

/** Runs the queries of all panels on screen together. */
export interface PanelBoard {
  /** Keeps a panel's data fresh until the returned function is called. */
  readonly watch: (queries: readonly PanelQuery[], listener: () => void) => () => void;
  /** The newest complete data for these queries, also from the last time they were on screen. */
  readonly read: (queries: readonly PanelQuery[]) => PanelData | undefined;
  /** Changes the range: what runs is aborted and everything on screen is asked for again. */
  readonly setRange: (range: TimeRange) => void;
  /** Asks again for everything on screen, unless that is under way and not given up by its silence. */
  readonly refresh: () => void;
}

/** What a board needs from outside. */
export interface PanelBoardOptions {
  readonly queryBatch: (request: BatchRequest, signal: AbortSignal) => AsyncIterable<BatchResult>;
  /** The station's time. */
  readonly nowMs: () => number;
  readonly range: TimeRange;
}

interface Watcher {
  readonly queries: readonly PanelQuery[];
  readonly listener: () => void;
}

/** Panels appear one after the other while scrolling; those within this time share a request. */
const GATHER_MS = 30;
/** Longer than any query may take: a request silent for so long was cut off without a word, as by a lost VPN. */
const MAX_SILENCE_MS = 150_000;

/** Creates a board without panels. One request carries each distinct query once. */
export function createPanelBoard(options: PanelBoardOptions): PanelBoard {
  const watchers = new Set<Watcher>();
  /** Each request with the time it was last heard of. */
  const running = new Map<AbortController, number>();
  const answers = createAnswerCache();
  let range = options.range;
  let gathering: ReturnType<typeof setTimeout> | undefined;

  const receive = (query: string, window: QueryWindow, result: BatchResult): void => {
    answers.store(query, window, result);
    for (const watcher of watchers) {
      const isConcerned = watcher.queries.some((one) => one.query === query);
      if (isConcerned && answers.complete(watcher.queries)) watcher.listener();
    }
  };
  const run = async (queries: readonly string[], controller: AbortController): Promise<void> => {
    const { signal } = controller;
    const window = windowOf(range, options.nowMs());
    const batch = { ...window, queries: queries.map((query, index) => ({ id: String(index), query })) };
    try {
      for await (const result of options.queryBatch(batch, signal)) {
        if (signal.aborted) return;
        running.set(controller, options.nowMs());
        const query = queries[Number(result.id)];
        if (query !== undefined) receive(query, window, result);
      }
    } catch (error) {
      if (signal.aborted) return;
      // What was shown before stays; only panels that never had data have nothing better to say.
      const text = error instanceof Error ? error.message : String(error);
      for (const query of queries.filter((one) => !answers.has(one))) {
        receive(query, window, { id: query, ok: false, error: text });
      }
    }
  };
  const start = (queries: readonly string[]): void => {
    if (queries.length === 0) return;
    const controller = new AbortController();
    running.set(controller, options.nowMs());
    void run(queries, controller).finally(() => running.delete(controller));
  };
  const stop = (controller: AbortController): void => {
    controller.abort();
    running.delete(controller);
  };
  const wanted = (): readonly string[] => [
    ...new Set([...watchers].flatMap((watcher) => watcher.queries.map((one) => one.query))),
  ];

  return {
    read: (queries) => answers.read(queries),
    refresh: () => {
      for (const [controller, heardMs] of running) {
        if (options.nowMs() - heardMs > MAX_SILENCE_MS) stop(controller);
      }
      if (running.size === 0) start(wanted());
    },
    setRange: (next) => {
      range = next;
      for (const controller of running.keys()) stop(controller);
      start(wanted());
    },
    watch: (queries, listener) => {
      const watcher = { queries, listener };
      watchers.add(watcher);
      clearTimeout(gathering);
      gathering = setTimeout(() => {
        const window = windowOf(range, options.nowMs());
        start(wanted().filter((query) => !answers.isFresh(query, window)));
      }, GATHER_MS);
      return () => watchers.delete(watcher);
    },
  };
}

interface AnswerCache {
  readonly store: (query: string, window: QueryWindow, result: BatchResult) => void;
  readonly has: (query: string) => boolean;
  readonly isFresh: (query: string, window: QueryWindow) => boolean;
  /** Makes a panel's answers its data, if all are there and of one window. */
  readonly complete: (queries: readonly PanelQuery[]) => boolean;
  readonly read: (queries: readonly PanelQuery[]) => PanelData | undefined;
}

function createAnswerCache(): AnswerCache {
  const cached = new Map<string, { readonly window: QueryWindow; readonly result: BatchResult }>();
  const panels = new Map<string, PanelData>();

  const assemble = (queries: readonly PanelQuery[]): PanelData | undefined => {
    const window = cached.get(queries[0]?.query ?? '')?.window;
    if (window === undefined) return undefined;
    const answers: AnsweredQuery[] = [];
    const errors: string[] = [];
    for (const { query, legend } of queries) {
      const answer = cached.get(query);
      if (answer === undefined || !isSameWindow(answer.window, window)) return undefined;
      if (answer.result.ok) answers.push({ query, legend, result: answer.result });
      else errors.push(answer.result.error);
    }
    return { window, answers, errors };
  };

  return {
    store: (query, window, result) => cached.set(query, { window, result }),
    has: (query) => cached.has(query),
    isFresh: (query, window) => {
      const answer = cached.get(query);
      return answer !== undefined && isSameWindow(answer.window, window);
    },
    complete: (queries) => {
      const data = assemble(queries);
      if (data !== undefined) panels.set(JSON.stringify(queries), data);
      return data !== undefined;
    },
    read: (queries) => panels.get(JSON.stringify(queries)),
  };
}

function isSameWindow(one: QueryWindow, other: QueryWindow): boolean {
  return one.startMs === other.startMs && one.endMs === other.endMs && one.stepMs === other.stepMs;
}
