import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import { given } from '../options/given.ts';
import { isQuery } from '../query/any-query.ts';
import type { QueryContext } from '../query/query-context.ts';
import type { ResolvedSavedQuery } from '../resolved.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { isMapping } from '../faults/shape.ts';
import { SAVED_QUERY_SHAPE } from './callback-shapes.ts';
import { resolveQuery } from './resolve-query.ts';

const QUERY_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** The saved queries, checked. */
export function resolveSavedQueries(
  definition: MonitoringDefinition,
  context: QueryContext,
  faults: FaultList,
): readonly ResolvedSavedQuery[] {
  const declared = faults.attempt('queries', {}, definition.queries, definition.position);
  return Object.entries(declared).flatMap(([name, declaration]) => {
    const path = `queries.${name}`;
    if (!QUERY_NAME.test(name)) {
      faults.add(path, `'${name}' is no name of a query: write letters, digits and _, such as error_rate`);
    }
    if (Object.hasOwn(definition.metrics, name)) {
      faults.add(path, `${name} is already the name of a metric`);
    }
    if (!isQuery(declaration) && isMapping(declaration)) {
      if (!faults.hasShape(SAVED_QUERY_SHAPE, declaration, path)) return [];
      checkKeys(declaration, ['query', 'help', 'unit'], path, faults);
    }
    return faults.attempt<ResolvedSavedQuery[]>(path, [], () => {
      const { query, help, unit } = isQuery(declaration) ? { query: declaration } : given(declaration);
      const { text, expr } = resolveQuery(query, context);
      return [{ name, help: help ?? '', unit: unit ?? query.unit, query: text, expr }];
    });
  });
}
