import type { AlertInstanceView, AlertRuleView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useNow } from '../../../data/station-context.ts';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { Icon } from '../../../design/icon.tsx';
import { LabelList } from '../../../design/label-list.tsx';
import { AlertBadge } from '../../../design/state-badge.tsx';
import { Time } from '../../../design/time.tsx';
import { formatValue } from '../../../format/units.ts';
import { useHref } from '../../../navigation/links.ts';
import { keyOfLabels } from '../alert-key.ts';
import { MuteMarks } from '../mute-marks.tsx';
import { ForProgress } from '../now/for-progress.tsx';
import { silenceHrefOf } from '../silence-href.ts';

/** The alerts of one rule; the way of the chosen one is shown beside them. */
export function InstanceTable(props: {
  readonly rule: AlertRuleView;
  /** Key of its labels. */
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}): JSX.Element {
  const { rule, chosen, onChoose } = props;
  const isOne = rule.alerts.length === 1;
  const columns = useMemo(() => columnsOf(rule, isOne), [rule, isOne]);
  return (
    <section>
      <h2 class="section-title">Now</h2>
      <DataTable<AlertInstanceView>
        label="Active alerts"
        columns={columns}
        rows={rule.alerts}
        keyOf={({ labels }) => keyOfLabels(labels)}
        {...(!isOne && { openKey: chosen, onOpen: ({ labels }) => onChoose(keyOfLabels(labels)) })}
      />
    </section>
  );
}

function columnsOf(rule: AlertRuleView, isOne: boolean): readonly Column<AlertInstanceView>[] {
  return [
    {
      key: 'state',
      title: 'State',
      render: (alert) => (
        <>
          <AlertBadge state={alert.state} />
          <MuteMarks alert={alert} />
        </>
      ),
    },
    {
      key: 'value',
      title: 'Value',
      align: 'end',
      render: ({ value }) => <strong>{formatValue(rule.unit, value)}</strong>,
    },
    {
      key: 'labels',
      title: 'Labels',
      isHeader: true,
      isWide: true,
      render: ({ labels }) => <LabelList labels={labels} except={['alertname', 'severity']} />,
    },
    { key: 'since', title: 'Since', render: (alert) => <Since rule={rule} alert={alert} /> },
    ...(isOne ? [] : [SILENCE]),
  ];
}

const SILENCE: Column<AlertInstanceView> = {
  key: 'silence',
  title: 'Silence',
  align: 'end',
  render: ({ labels }) => <SilenceThis labels={labels} />,
};

function SilenceThis({ labels }: Pick<AlertInstanceView, 'labels'>): JSX.Element {
  const hrefOf = useHref();
  return (
    <a
      class="icon-button"
      href={silenceHrefOf(hrefOf, labels)}
      aria-label="Silence this one"
      title="Silence this one"
    >
      <Icon name="mute" />
    </a>
  );
}

function Since(props: { readonly rule: AlertRuleView; readonly alert: AlertInstanceView }): JSX.Element {
  const { rule, alert } = props;
  const now = useNow();
  return (
    <>
      <Time atMs={alert.activeAtMs} as="both" />
      {alert.state === 'pending' && (
        <ForProgress name={rule.name} elapsedMs={now - alert.activeAtMs} forMs={rule.forMs} />
      )}
    </>
  );
}
