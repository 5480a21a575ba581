import type { DoctorRequest, DoctorTopic } from '@telltale/station/contract';
import type { DoctorState } from '../../navigation/doctor-address.ts';

type Choice = Exclude<keyof DoctorState, 'isTried'>;

/** What can be chosen of a topic. */
export const CHOICES: Readonly<Record<DoctorTopic, readonly Choice[]>> = {
  metrics: ['target', 'metric'],
  dashboards: ['dashboard'],
  grafana: [],
  alerts: ['alert'],
  logs: ['service'],
  traces: ['service'],
  memory: [],
  health: [],
  capacity: [],
};

/** What the station is asked: what belongs to the topic and is chosen. */
export function requestOf(topic: DoctorTopic, state: DoctorState): DoctorRequest {
  const chosen = CHOICES[topic].filter((name) => state[name] !== '').map((name) => [name, state[name]]);
  return { topic, ...Object.fromEntries(chosen) };
}
