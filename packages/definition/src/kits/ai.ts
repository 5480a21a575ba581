import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { counter, histogram } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import type { LabelSpec } from '../metrics/label-spec.ts';
import { given } from '../options/given.ts';
import type { ChosenEdge } from './chosen-buckets.ts';
import { chosenBuckets } from './chosen-buckets.ts';
import type { Kit } from './kit.ts';
import type { RoleQueries } from './role-queries.ts';
import { presentPanels } from './role-queries.ts';
import type { KitNaming, KnownFields, ViewedMetrics } from './viewed-kit.ts';
import { viewedKit } from './viewed-kit.ts';

/** Seconds; from a cached answer to the longest that providers let a model think. */
const DEFAULT_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 90, 120] as const;

/** Seconds until the first token: what a person waits for. */
const FIRST_TOKEN_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30] as const;

const OPEN_MODEL = { maxValues: 50 } as const;

/** Prices of a model for one million tokens. */
export interface TokenPrices {
  /** Of tokens sent. */
  readonly input: number;
  /** Of tokens received. */
  readonly output: number;
  /** Of tokens sent that the provider had cached; those of `input` by default. */
  readonly cached?: number;
}

/** Roles of the metrics of the AI kit. */
export type AiRole = 'requests' | 'duration' | 'tokens' | 'cost' | 'firstToken';

/** What {@link ai} takes. */
export interface AiOptions extends KitNaming<AiRole, 'model' | 'provider' | 'status' | 'token_type'> {
  /** All models that are told apart; up to 50 of any name by default. */
  readonly models?: readonly string[];
  /** Prices by model, all in one currency; models without a price have no cost. */
  readonly prices?: Readonly<Record<string, TokenPrices>>;
  /** Upper bounds of the duration's buckets in seconds; from 0.1 s to 2 min by default. */
  readonly buckets?: readonly number[];
}

type ModelsOf<Options> = Options extends { readonly models: infer Models extends readonly string[] }
  ? Models
  : typeof OPEN_MODEL;

/** The metrics of the AI kit under their names. */
export type AiMetrics<Options extends AiOptions> = ViewedMetrics<
  ReturnType<typeof declareAi<ModelsOf<Options>, ChosenEdge<Options, typeof DEFAULT_BUCKETS>>>,
  Options
>;

/** The AI kit: its prices are part of the definition. */
export interface AiKit<Options extends AiOptions = AiOptions> extends Kit<AiMetrics<Options>> {
  readonly prices: Readonly<Record<string, TokenPrices>>;
}

// The result's type is asked for by these parameters.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function declareAi<const Models extends LabelSpec, const Edge extends number>(
  model: Models,
  buckets: readonly Edge[],
) {
  const provider = { maxValues: 20 } as const;
  return {
    requests: {
      name: 'ai_requests_total',
      metric: counter({
        help: 'Total number of AI requests',
        labels: { model, provider, status: ['success', 'failure', 'cancelled'] },
      }),
    },
    duration: {
      name: 'ai_request_duration_seconds',
      metric: histogram({
        help: 'Duration of AI requests in seconds',
        unit: 'seconds',
        labels: { model, provider },
        buckets,
      }),
    },
    tokens: {
      name: 'ai_tokens_used_total',
      metric: counter({
        help: 'Total number of AI tokens used',
        labels: { model, provider, token_type: ['input', 'output', 'cached'] },
      }),
    },
    cost: {
      name: 'ai_cost_total',
      metric: counter({ help: 'Cost of AI tokens by the given prices', labels: { model, provider } }),
    },
    firstToken: {
      name: 'ai_time_to_first_token_seconds',
      metric: histogram({
        help: 'Time to the first token of streamed AI answers',
        unit: 'seconds',
        labels: { model, provider },
        buckets: FIRST_TOKEN_BUCKETS,
      }),
    },
  } as const;
}

/**
 * Requests to language models, their durations, tokens, cost and time to the first token, with a dashboard.
 * Tokens of the type `cached` are a part of those of the type `input`. Recorded by
 * `instrument(definition).ai`.
 *
 * @example
 * ```ts
 * import { ai, defineMonitoring } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'assistant',
 *   kits: [ai({ prices: { 'small-model': { input: 0.15, output: 0.6 } } })],
 * });
 * console.log(Object.keys(definition.metrics.ai_requests_total.labels).join()); // model,provider,status
 * ```
 */
export function ai<const Options extends AiOptions = Empty>(
  options?: Options & KnownFields<Options, AiOptions>,
): AiKit<Options> {
  const view = given<Options>(options);
  // Without models the open label is what `ModelsOf` says.
  const models = (view.models ?? OPEN_MODEL) as ModelsOf<Options>;
  const metrics = declareAi(models, chosenBuckets(view, DEFAULT_BUCKETS));
  const kit = viewedKit({ kit: 'ai', metrics, dashboards: aiDashboards }, view);
  return { ...kit, prices: view.prices ?? {} };
}

function aiDashboards(queries: RoleQueries): DashboardDeclarations {
  return {
    'AI requests': presentPanels({
      Requests: queries.rate('requests', ['model', 'status']),
      'Share that failed': queries.share('requests', { status: 'failure' }, ['model']),
      'Median duration': queries.quantile('duration', 0.5, ['model']),
      '95th percentile of duration': queries.quantile('duration', 0.95, ['model']),
      'Time to the first token': queries.quantile('firstToken', 0.95, ['model']),
      Tokens: queries.rate('tokens', ['model', 'token_type']),
      Cost: queries.rate('cost', ['model']),
    }),
  };
}
