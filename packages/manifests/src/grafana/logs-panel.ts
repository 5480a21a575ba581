import type { ResolvedPanel, ResolvedVariable } from '@telltale/definition';
import { parseLogQuery } from '@telltale/model';
import type { DatasourceModel, LogsTargetModel, PanelModel } from './dashboard-model.ts';
import { luceneOf } from './lucene.ts';
import { panelOptions } from './panel-options.ts';

/** How a panel of log records is written: as such, or where Grafana cannot show them, as a text that says why. */
export type LogsPanelParts = Pick<PanelModel, 'type' | 'options' | 'targets'> & {
  readonly datasource?: DatasourceModel;
};

/**
 * Log records by Lucene's language, where Grafana has the Elasticsearch that they go to and the language can say it.
 *
 * @param source The data source of the records; `undefined` where there is none.
 */
export function logsPanelParts(
  panel: ResolvedPanel,
  variables: readonly ResolvedVariable[],
  source: DatasourceModel | undefined,
): LogsPanelParts {
  const { logs = '' } = panel;
  if (source === undefined) return explained(logs, 'Grafana has no data source of these records here.');
  const takesAll = variables.find((one) => one.kind === 'label-values' && one.hasAll && uses(logs, one.name));
  if (takesAll) return explained(logs, `Lucene cannot say all values of the variable ${takesAll.name}.`);
  const query = luceneOf(parseLogQuery(logs));
  if (query === undefined)
    return explained(logs, 'Lucene, the query language of Elasticsearch, cannot say this.');
  const target: LogsTargetModel = {
    refId: 'A',
    datasource: source,
    query,
    alias: '',
    metrics: [{ id: '1', type: 'logs', settings: { limit: '500' } }],
    bucketAggs: [],
    timeField: '@timestamp',
  };
  return { type: 'logs', options: panelOptions(panel), targets: [target], datasource: source };
}

function uses(query: string, name: string): boolean {
  return new RegExp(String.raw`\$(?:\{${name}\}|${name}\b)`).test(query);
}

function explained(logs: string, why: string): LogsPanelParts {
  const content = [
    'The log records that Telltale shows here:',
    '',
    `    ${logs.replaceAll(/\s+/g, ' ')}`,
    '',
    why,
  ];
  return { type: 'text', options: { mode: 'markdown', content: content.join('\n') }, targets: [] };
}
