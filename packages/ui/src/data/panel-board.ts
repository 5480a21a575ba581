import type { BatchRequest, BatchResult } from '@telltale/station/contract';
import { createAnswerCache } from './answer-cache.ts';
import type { AnswerCache, PanelData } from './answer-cache.ts';
import { batchOf, groupByRequest, questionOf } from './board-query.ts';
import type { BoardQuery, Question } from './board-query.ts';
import type { QueryWindow } from './time-range.ts';

export type { PanelData } from './answer-cache.ts';

/** Runs the queries of all panels on screen together. */
export interface PanelBoard {
  /** Keeps a panel's data fresh until the returned function is called. `stepMs`: another resolution than usual. */
  readonly watch: (queries: readonly BoardQuery[], listener: () => void, stepMs?: number) => () => void;
  /** The newest complete data for these queries, also from the last time they were on screen. */
  readonly read: (queries: readonly BoardQuery[], stepMs?: number) => PanelData | undefined;
  /** Shows another window: what runs is aborted and everything on screen is asked for again. */
  readonly setWindow: (window: QueryWindow) => void;
  /** Resolves when all that was asked for has been answered; never where nothing is asked. */
  readonly whenIdle: () => Promise<void>;
  /** Asks again for everything on screen, unless that is under way and not given up by its silence. */
  readonly refresh: (window: QueryWindow) => void;
}

/** What a board needs from outside. */
export interface PanelBoardOptions {
  readonly queryBatch: (request: BatchRequest, signal: AbortSignal) => AsyncIterable<BatchResult>;
  /** The station's time. */
  readonly nowMs: () => number;
  readonly window: QueryWindow;
}

interface Watcher {
  readonly queries: readonly BoardQuery[];
  readonly stepMs: number | undefined;
  readonly listener: () => void;
}

interface Run {
  heardMs: number;
  readonly keys: ReadonlySet<string>;
}

/** Panels appear one after the other while scrolling; those within this time share a request. */
const GATHER_MS = 30;
/** Answers that come within this time are shown together: each frame costs the whole page, however little is new. */
const DELIVER_MS = 60;
/** Longer than any query may take: a request silent for so long was cut off without a word, as by a lost VPN. */
const MAX_SILENCE_MS = 150_000;

/** Creates a board without panels. One request carries each distinct query once. */
export function createPanelBoard(options: PanelBoardOptions): PanelBoard {
  const watchers = new Set<Watcher>();
  const running = new Map<AbortController, Run>();
  const answers = createAnswerCache();
  let window = options.window;
  let idle = Promise.withResolvers<void>();
  let gathering: ReturnType<typeof setTimeout> | undefined;
  const delivery = createDelivery(watchers, answers);

  const receive = (key: string, askedWindow: QueryWindow, result: BatchResult): void => {
    answers.store(key, askedWindow, result);
    delivery.add(key);
  };
  const run = async (questions: readonly Question[], controller: AbortController): Promise<void> => {
    const { signal } = controller;
    const askedWindow = window;
    try {
      const batch = batchOf(questions, askedWindow, options.nowMs());
      for await (const result of options.queryBatch(batch, signal)) {
        if (signal.aborted) return;
        const state = running.get(controller);
        if (state !== undefined) state.heardMs = options.nowMs();
        const question = questions[Number(result.id)];
        if (question !== undefined) receive(question.key, askedWindow, result);
      }
    } catch (error) {
      if (signal.aborted) return;
      // What was shown before stays; only panels that never had data have nothing better to say.
      const text = error instanceof Error ? error.message : String(error);
      for (const { key } of questions.filter((one) => !answers.has(one.key))) {
        receive(key, askedWindow, { id: key, ok: false, error: text });
      }
    }
  };
  const start = (questions: readonly Question[]): void => {
    for (const group of groupByRequest(questions)) {
      const controller = new AbortController();
      running.set(controller, { heardMs: options.nowMs(), keys: new Set(group.map(({ key }) => key)) });
      void run(group, controller).finally(() => {
        running.delete(controller);
        delivery.flush();
        if (running.size > 0) return;
        idle.resolve();
        idle = Promise.withResolvers();
      });
    }
  };
  const stopWhere = (isOver: (run: Run) => boolean): void => stopRuns(running, isOver);
  const wanted = (): readonly Question[] => distinctQuestions(watchers);
  const stopUnwanted = (): void => {
    const keys = new Set(wanted().map(({ key }) => key));
    stopWhere((state) => ![...state.keys].some((key) => keys.has(key)));
    answers.dropUnwanted(keys);
  };

  return {
    read: (queries, stepMs) => answers.read(queries, stepMs),
    whenIdle: () => idle.promise,
    refresh: (next) => {
      stopWhere(({ heardMs }) => options.nowMs() - heardMs > MAX_SILENCE_MS);
      if (running.size > 0) return;
      window = next;
      start(wanted());
    },
    setWindow: (next) => {
      window = next;
      stopWhere(() => true);
      start(wanted());
    },
    watch: (queries, listener, stepMs) => {
      const watcher = { queries, listener, stepMs };
      watchers.add(watcher);
      clearTimeout(gathering);
      gathering = setTimeout(() => {
        // What nobody shows any more is given up here: not at once, because a panel that changes its query
        // leaves and comes back in one breath.
        stopUnwanted();
        const isUnderWay = (key: string): boolean => [...running.values()].some(({ keys }) => keys.has(key));
        start(wanted().filter(({ key }) => !answers.isFresh(key, window) && !isUnderWay(key)));
      }, GATHER_MS);
      return () => watchers.delete(watcher);
    },
  };
}

/** Tells panels of their answers, those that come close together at once. */
function createDelivery(
  watchers: Iterable<Watcher>,
  answers: AnswerCache,
): { readonly add: (key: string) => void; readonly flush: () => void } {
  const keys = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const delivered = new Set(keys);
    keys.clear();
    for (const { queries, stepMs, listener } of watchers) {
      const isConcerned = queries.some((one) => delivered.has(questionOf(one, stepMs).key));
      if (isConcerned && answers.complete(queries, stepMs)) listener();
    }
  };
  return {
    flush,
    add: (key) => {
      keys.add(key);
      timer ??= setTimeout(flush, DELIVER_MS);
    },
  };
}

function stopRuns(running: Map<AbortController, Run>, isOver: (run: Run) => boolean): void {
  for (const [controller, state] of running) {
    if (!isOver(state)) continue;
    controller.abort();
    running.delete(controller);
  }
}

function distinctQuestions(watchers: Iterable<Watcher>): readonly Question[] {
  const questions = new Map<string, Question>();
  for (const { queries, stepMs } of watchers) {
    for (const query of queries) {
      const question = questionOf(query, stepMs);
      questions.set(question.key, question);
    }
  }
  return [...questions.values()];
}
