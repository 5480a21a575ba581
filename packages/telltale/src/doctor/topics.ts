import type { DoctorRequest, DoctorTopic } from '@telltale/station/contract';
import { TelltaleError } from '@telltale/model';
import { alertsLadder } from './alerts/alerts-ladder.ts';
import { capacityLadder } from './capacity/capacity-ladder.ts';
import { dashboardsLadder } from './dashboards/dashboards-ladder.ts';
import { grafanaLadder } from './grafana/grafana-ladder.ts';
import { healthLadder } from './health/health-ladder.ts';
import type { Ladder } from './ladder.ts';
import { memoryLadder } from './memory/memory-ladder.ts';
import { metricsLadder } from './metrics/metrics-ladder.ts';
import type { Patient } from './patient.ts';
import { logsLadder, tracesLadder } from './signals/signals-ladder.ts';

/** What is complained of, without its topic. */
export type Complaint = Omit<DoctorRequest, 'topic'>;

const LADDERS: Readonly<Record<DoctorTopic, (patient: Patient, complaint: Complaint) => Ladder>> = {
  metrics: metricsLadder,
  dashboards: dashboardsLadder,
  grafana: ({ grafana }) => {
    if (grafana) return grafanaLadder(grafana);
    throw new TelltaleError('TT_USAGE', 'no Grafana is named', {
      fix: 'Add --grafana http://HOST:3000; its token is TELLTALE_GRAFANA_TOKEN.',
    });
  },
  alerts: alertsLadder,
  memory: memoryLadder,
  logs: logsLadder,
  traces: tracesLadder,
  health: healthLadder,
  capacity: capacityLadder,
};

/**
 * The ladder of a topic.
 *
 * @throws TelltaleError TT_USAGE for `grafana` where none is named
 */
export function ladderOf(topic: DoctorTopic, patient: Patient, complaint: Complaint): Ladder {
  return LADDERS[topic](patient, complaint);
}
