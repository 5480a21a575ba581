import { clockStep } from '../clock-step.ts';
import { skipped } from '../ladder.ts';
import type { Ladder, LadderStep } from '../ladder.ts';
import type { Patient } from '../patient.ts';
import { serverStep } from '../server-step.ts';
import { readServiceLog } from '../service-log-step.ts';
import { findTarget } from './find-target.ts';
import type { MetricsCase, MissedMetric } from './metrics-case.ts';
import { tryListening, tryPage, tryReading } from './try-page.ts';
import { tryMetric, tryMetricStored, tryScraped, tryStored } from './try-stored.ts';
import { tryTimes } from './try-times.ts';

/** “My metric does not appear”: from the server over the target and its page to what is stored. */
export function metricsLadder(patient: Patient, missed: MissedMetric): Ladder {
  const examined: MetricsCase = { patient, missed };
  return {
    topic: 'metrics',
    steps: [
      serverStep(patient),
      {
        id: 'listed',
        title: 'The server scrapes the target',
        needs: ['server'],
        try: () => findTarget(examined),
      },
      { id: 'listens', title: 'The target takes connections', try: () => tryListening(examined) },
      { id: 'page', title: 'Its page of metrics answers', needs: ['listens'], try: () => tryPage(examined) },
      { id: 'readable', title: 'The page can be read', needs: ['page'], try: () => tryReading(examined) },
      {
        id: 'scraped',
        title: 'The last scrape succeeded',
        needs: ['listed'],
        try: () => tryScraped(examined),
      },
      clockStep(patient),
      {
        id: 'times',
        title: 'The times of the target are right',
        needs: ['page'],
        try: () => tryTimes(examined),
      },
      { id: 'stored', title: 'Its series are stored', needs: ['scraped'], try: () => tryStored(examined) },
      ...(missed.metric === undefined ? [] : metricSteps(examined)),
      {
        id: 'log',
        title: 'The log of the service was read',
        needs: ['server'],
        try: () => readLog(examined),
      },
    ],
  };
}

function metricSteps(examined: MetricsCase): readonly LadderStep[] {
  const name = examined.missed.metric ?? '';
  return [
    { id: 'metric', title: `${name} is on the page`, try: () => tryMetric(examined) },
    {
      id: 'metric-stored',
      title: `${name} is stored`,
      needs: ['stored', 'metric'],
      try: () => tryMetricStored(examined),
    },
  ];
}

async function readLog({ patient, missed, target }: MetricsCase) {
  const service = missed.service ?? target?.job;
  return service === undefined ? skipped('no service is known') : readServiceLog(patient, service);
}
