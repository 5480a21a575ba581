import type { FastifyRequest } from 'fastify';
import { parseFilter } from '@telltale/alerting';
import type { CompiledMatcher, LabelSet } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import { parametersOf } from '../parameters.ts';
import { refused } from './api-error.ts';

/** What a request asks of alerts. */
export interface AlertsQuery {
  /** Whether a kind of alerts is wanted: `active`, `silenced` … Default: yes. */
  wants(name: string): boolean;
  /** Whether labels satisfy all filters. */
  matches(labels: LabelSet): boolean;
  /** Whether a receiver is asked for; all are without the parameter. */
  takesReceiver(name: string): boolean;
}

/** What is taken for a yes by the library that reads Alertmanager's requests. */
const YES = new Set(['true', '1', 'yes', 'ok', 'y', 'on', 'selected', 'checked', 't', 'enabled']);

/** Reads the parameters of `alerts` and `alerts/groups`. */
export function alertsQuery(request: FastifyRequest): AlertsQuery {
  const parameters = parametersOf(request);
  const filter = filterOf(parameters);
  const receiver = receiverOf(parameters);
  return {
    wants: (name) => {
      const text = parameters.get(name);
      return text === null || text === '' || YES.has(text.toLowerCase());
    },
    matches: (labels) => filter.every((matcher) => matcher.matches(labels.get(matcher.name))),
    takesReceiver: (name) => receiver?.matches(name) ?? true,
  };
}

/** The matchers of all `filter` parameters. */
export function filterOf(parameters: URLSearchParams): readonly CompiledMatcher[] {
  const texts = parameters.getAll('filter').filter((text) => text !== '');
  return parseFilter(texts);
}

function receiverOf(parameters: URLSearchParams): CompiledMatcher | undefined {
  const value = parameters.get('receiver');
  if (value === null || value === '') return undefined;
  try {
    return compileMatcher({ name: 'receiver', op: '=~', value });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refused(400, `failed to parse receiver param: ${reason}`);
  }
}
