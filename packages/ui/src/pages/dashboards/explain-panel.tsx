import type { Panel } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { CopyButton } from '../../design/copy-button.tsx';
import { formatValue } from '../../format/units.ts';
import { useHref } from '../../navigation/links.ts';
import { panelQueries } from '../../panels/panel/panel-queries.ts';
import { fillLogQuery } from '../../panels/variables/fill-log-query.ts';
import type { ChosenVariables } from '../../panels/variables/fill-query.ts';

/** Where a panel comes from: its metrics, its queries as they are asked now, its thresholds, and its line of code. */
export function ExplainPanel(props: {
  readonly panel: Panel;
  readonly chosen: ChosenVariables;
}): JSX.Element {
  const { panel, chosen } = props;
  const { description, source, unit, thresholds = [], metrics = [] } = panel;
  const hrefOf = useHref();
  return (
    <div class="explain">
      {description !== undefined && <p>{description}</p>}
      {source !== undefined && (
        <p class="explain-source">
          Defined at <code>{source}</code> <CopyButton text={source} what="the place" />
        </p>
      )}
      <h3>Queries</h3>
      {panel.logs !== undefined && (
        <div>
          <pre>
            <code>{fillLogQuery(panel.logs, chosen)}</code>
          </pre>
          <CopyButton text={fillLogQuery(panel.logs, chosen)} what="the query" />
        </div>
      )}
      {panelQueries(panel, chosen)
        .filter(({ offsetMs }) => offsetMs === undefined)
        .map(({ query, legend }) => (
          <div key={query}>
            {legend !== '' && <p class="query-legend">{legend}</p>}
            <pre>
              <code>{query}</code>
            </pre>
            <CopyButton text={query} what="the query" />
          </div>
        ))}
      {metrics.length > 0 && <h3>Metrics</h3>}
      {metrics.map(({ name, type, help, unit: unitOfMetric }) => (
        <p key={name}>
          <code>{name}</code> {[type, unitOfMetric].filter((one) => one !== '').join(', ')}
          <br />
          {help}
        </p>
      ))}
      {thresholds.length > 0 && <h3>Thresholds</h3>}
      <ul>
        {thresholds.map(({ value, severity, alert, isBad }) => (
          <li key={`${severity} ${value}`}>
            {severity}: {isBad} {formatValue(unit, value)}
            {alert !== undefined && (
              <>
                {', '}
                <a href={hrefOf({ page: 'alerts', rule: alert })}>{alert}</a>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
