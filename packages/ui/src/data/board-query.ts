import type { BatchRequest, PanelQuery } from '@telltale/station/contract';
import type { QueryWindow } from './time-range.ts';
import { withStep } from './time-range.ts';

/** A query of a panel, and how it is asked. */
export interface BoardQuery extends PanelQuery {
  /** Evaluated now alone: for figures and tables. Default: over the whole range. */
  readonly isInstant?: boolean;
  /** How much earlier than the range: for a comparison with yesterday. */
  readonly offsetMs?: number;
  /** Asks for what the series of these queries keep of single measurements, in place of the query's own series. */
  readonly exemplarsOf?: readonly string[];
}

/** A query as it is asked for once, whoever shows it. */
export interface Question {
  readonly key: string;
  readonly query: BoardQuery;
  /** Another resolution than usual. */
  readonly stepMs: number | undefined;
}

/** The question that a panel with this resolution asks by a query. */
export function questionOf(query: BoardQuery, panelStepMs: number | undefined): Question {
  const isInstant = query.isInstant ?? false;
  const stepMs = isInstant ? undefined : panelStepMs;
  const key = JSON.stringify([query.exemplarsOf ?? query.query, isInstant, query.offsetMs ?? 0, stepMs ?? 0]);
  return { key, query, stepMs };
}

/** A request has one resolution; figures of now are asked for by themselves. */
export function groupByRequest(questions: readonly Question[]): readonly (readonly Question[])[] {
  const groups = Map.groupBy(questions, ({ query, stepMs }) => `${query.isInstant ?? false} ${stepMs ?? ''}`);
  return [...groups.values()];
}

const SECOND_MS = 1000;

/** The request that asks questions of one group; ids of its queries are their indices. */
export function batchOf(questions: readonly Question[], window: QueryWindow, nowMs: number): BatchRequest {
  const { query, stepMs } = questions[0];
  const stepped = withStep(window, stepMs ?? window.stepMs);
  // The grid of the range may end as long ago as a step: figures of now are of now, if the range is.
  const isLive = nowMs - window.endMs <= window.stepMs * 2;
  const endMs =
    query.isInstant === true && isLive ? Math.floor(nowMs / SECOND_MS) * SECOND_MS : stepped.endMs;
  const numbered = questions.map((one, index) => ({ ...one.query, id: String(index) }));
  const exemplars = numbered.flatMap(({ id, exemplarsOf }) =>
    exemplarsOf ? [{ id, queries: exemplarsOf }] : [],
  );
  return {
    ...stepped,
    endMs,
    queries: numbered
      .filter(({ exemplarsOf }) => exemplarsOf === undefined)
      .map((one) => ({
        id: one.id,
        query: one.query,
        ...(one.isInstant === true && { isInstant: true }),
        ...(one.offsetMs !== undefined && { offsetMs: one.offsetMs }),
      })),
    ...(exemplars.length > 0 && { exemplars }),
  };
}
