import { TemplateError } from '@telltale/formats';
import { LabelSet } from '@telltale/model';
import type { QueryResult, QueryService } from '@telltale/model';
import type { GoSlice } from '../interpreter/template-value.ts';
import { queryResultValue } from './query-result.ts';

/** What the templates of one alert may ask that was not asked before; more is an error of the template. */
const MAX_QUERIES = 100;

/** Thrown by {@link QueryAnswers.of} for a query that has not been asked yet. */
class UnansweredQuery extends Error {
  readonly query: string;

  constructor(query: string) {
    super('a query of a template has not been answered yet');
    this.query = query;
  }
}

/** How the queries of templates are answered. */
export interface TemplateQueries {
  readonly service: Pick<QueryService, 'instant'>;
  readonly timeMs: number;
  /** Wall time of all queries together. */
  readonly timeoutMs: number;
}

/**
 * The queries that templates ask at one moment. Rendering is synchronous, queries are not: a template
 * that asks something new is abandoned, and rendered again once the answer is there. So templates
 * without queries, which is nearly all, wait for nothing, and the same query is asked once for all.
 */
export class QueryAnswers {
  readonly #queries: TemplateQueries;
  readonly #answers = new Map<string, GoSlice | TemplateError>();
  readonly #deadlineMs: number;
  #asked = 0;

  constructor(queries: TemplateQueries) {
    this.#queries = queries;
    this.#deadlineMs = performance.now() + queries.timeoutMs;
  }

  /** The answer to a query. @throws TemplateError when it could not be answered. */
  of(query: string): GoSlice {
    const answer = this.#answers.get(query);
    if (answer === undefined) {
      if (this.#asked < MAX_QUERIES) throw new UnansweredQuery(query);
      throw new TemplateError(`the templates of an alert ask more than ${MAX_QUERIES} queries`);
    }
    if (answer instanceof TemplateError) throw answer;
    return answer;
  }

  /** Renders the templates of one alert, as often as there are new queries to be answered. */
  async complete<Rendered>(render: () => Rendered): Promise<Rendered> {
    for (this.#asked = 0; ; this.#asked++) {
      try {
        return render();
      } catch (error) {
        if (!(error instanceof UnansweredQuery)) throw error;
        this.#answers.set(error.query, await this.#ask(error.query));
      }
    }
  }

  async #ask(query: string): Promise<GoSlice | TemplateError> {
    const { service, timeMs } = this.#queries;
    const timeoutMs = this.#deadlineMs - performance.now();
    if (timeoutMs <= 0)
      return new TemplateError('error calling query: the queries of templates take too long');
    try {
      return resultOf(await service.instant(query, timeMs, { timeoutMs }));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return new TemplateError(`error calling query: ${reason}`);
    }
  }
}

function resultOf({ value }: QueryResult): GoSlice {
  switch (value.type) {
    case 'vector':
      return queryResultValue(value.samples);
    case 'scalar':
      return queryResultValue([
        { labels: LabelSet.empty, timestampMs: value.timestampMs, value: value.value },
      ]);
    default:
      throw new TemplateError('query result is not a vector or scalar');
  }
}
