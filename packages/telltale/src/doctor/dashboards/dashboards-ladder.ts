import type { DashboardsResponse } from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import { askStation } from '../../server/ask-station.ts';
import { clockStep } from '../clock-step.ts';
import { grafanaSteps } from '../grafana/grafana-ladder.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { Ladder, StepFinding } from '../ladder.ts';
import type { Patient } from '../patient.ts';
import { serverStep } from '../server-step.ts';
import { fixOf, spanText } from '../words.ts';
import { tryPanels } from '../panels/try-panels.ts';
import { RECENT } from '../panels/try-query.ts';

/** What shows nothing. */
export interface EmptyDashboard {
  /** Slug of a dashboard of the station. Default: all. */
  readonly dashboard?: string;
}

/** “My dashboard is empty”: from the source over its data to what each panel asks; of Grafana as well, where one is named. */
export function dashboardsLadder(patient: Patient, { dashboard }: EmptyDashboard): Ladder {
  return {
    topic: 'dashboards',
    steps: [
      serverStep(patient),
      { id: 'query', title: 'It answers queries', needs: ['server'], try: () => tryUp(patient) },
      { id: 'targets', title: 'Something is scraped', needs: ['query'], try: () => tryTargets(patient) },
      clockStep(patient),
      {
        id: 'recent',
        title: 'There is data of the last 5 minutes',
        needs: ['query'],
        try: () => tryRecent(patient),
      },
      {
        id: 'panels',
        title: 'Every panel has data of the last 5 minutes',
        needs: ['recent'],
        try: () => tryStationPanels(patient, dashboard),
      },
      ...(patient.grafana ? grafanaSteps(patient.grafana) : []),
    ],
  };
}

async function tryUp({ prometheus }: Patient): Promise<StepFinding> {
  const up = await prometheus.instant('up');
  return ok(`the query up gives ${plural(up.length, 'series', 'series')}`);
}

async function tryTargets({ prometheus }: Patient): Promise<StepFinding> {
  const targets = await prometheus.instant('up');
  const up = targets.filter(({ value }) => value === 1).length;
  const details = targets.map(({ labels, value }) => ({
    title: `${labels.job ?? ''} ${labels.instance ?? ''}`,
    outcome: value === 1 ? ('ok' as const) : ('failed' as const),
    seen: value === 1 ? 'up' : 'down',
  }));
  if (up > 0) return ok(`${up} of ${plural(targets.length, 'target')} up`, details);
  const seen =
    targets.length === 0 ? 'there are no targets' : `none of ${plural(targets.length, 'target')} is up`;
  return failed(seen, fixOf('Look at them step by step:', 'npx telltale doctor metrics'), details);
}

async function tryRecent({ prometheus }: Patient): Promise<StepFinding> {
  const nowMs = Date.now();
  const [newest] = await prometheus.instant('max(max_over_time(timestamp(up)[1d:1m]))');
  const series = await prometheus.range('count(up)', nowMs - RECENT.rangeMs, nowMs, RECENT.stepMs);
  const points = series[0]?.timesMs.length ?? 0;
  if (points > 0)
    return ok(`the newest sample is ${spanText(Math.max(0, nowMs - (newest?.value ?? 0) * 1000))} old`);
  const age =
    newest === undefined
      ? 'nor of the last day'
      : `the newest is ${spanText(nowMs - newest.value * 1000)} old`;
  return failed(
    `nothing of the last 5 minutes, ${age}`,
    'Scraping has stopped, or the samples come with a wrong time: ask the doctor about metrics.',
  );
}

async function tryStationPanels(patient: Patient, slug: string | undefined): Promise<StepFinding> {
  if (!(await patient.isStation())) {
    return skipped('a Prometheus has no dashboards: name the Grafana that shows them with --grafana');
  }
  const answer = await askStation<DashboardsResponse>(patient.server, { path: 'dashboards' }, 'dashboards');
  const dashboards = (answer?.dashboards ?? []).filter((one) => slug === undefined || one.slug === slug);
  if (dashboards.length === 0) {
    const names = (answer?.dashboards ?? []).map((one) => one.slug).join(', ');
    return failed(`there is no dashboard ${slug ?? ''}`, `There are: ${names || 'none'}.`);
  }
  return tryPanels(
    dashboards.flatMap(({ title, panels }) =>
      panels.map((panel) => ({
        title: `${title} / ${panel.title}`,
        queries: panel.queries.map(({ query }) => query),
        client: patient.prometheus,
      })),
    ),
  );
}
