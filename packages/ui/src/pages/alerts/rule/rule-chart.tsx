import type { AlertRuleView, Panel, PanelThreshold } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useTimeControl } from '../../../navigation/time.tsx';
import { choiceField, optionalTextField, urlCodec } from '../../../navigation/url-codec.ts';
import { useUrlState } from '../../../navigation/url-state.ts';
import { ChartPanel } from '../../../panels/panel/panel.tsx';
import { PANEL_VIEWS } from '../../../panels/panel/panel-views.tsx';

/** The address of the chart: `chart=table`, `only=…`. */
const chartCodec = urlCodec({ view: choiceField('chart', PANEL_VIEWS), isolated: optionalTextField('only') });

const URGENT: ReadonlySet<string> = new Set(['page', 'critical', 'error']);

/** What the rule looks at over time, with the line from which on it is bad, where there is one. */
export function RuleChart({ rule }: { readonly rule: AlertRuleView }): JSX.Element {
  const time = useTimeControl();
  const [state, setState] = useUrlState(chartCodec);
  const panel = useMemo(() => panelOf(rule), [rule.query, rule.unit, JSON.stringify(rule.condition)]);
  return (
    <section class="rule-chart">
      <h2 class="visually-hidden">Chart</h2>
      <ChartPanel
        panel={panel}
        view={state.view}
        onView={(view) => setState({ ...state, view }, 'replace')}
        isolated={state.isolated}
        onIsolate={(isolated) => setState({ ...state, isolated }, 'replace')}
        rangeWords={time.words}
        onZoom={time.zoom}
        noDataHelp={<p>{noDataWords(rule)}</p>}
      />
    </section>
  );
}

function panelOf({ name, query, unit, condition, labels }: AlertRuleView): Panel {
  const threshold: PanelThreshold | undefined = condition
    ? {
        value: condition.threshold,
        isBad: condition.isBad,
        severity: URGENT.has(labels['severity'] ?? '') ? 'critical' : 'warning',
        alert: name,
      }
    : undefined;
  return {
    title: condition ? 'What it looks at' : 'What its expression returns',
    kind: 'timeseries',
    unit,
    queries: [{ query: condition?.query ?? query, legend: '' }],
    ...(threshold && { thresholds: [threshold] }),
  };
}

function noDataWords({ condition }: AlertRuleView): string {
  return condition
    ? 'There is no data for it in this time: the alert cannot fire. Look at the targets, or choose a longer time.'
    : 'Its condition did not hold in this time.';
}
