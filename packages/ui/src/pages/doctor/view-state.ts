import type { DoctorRequest, DoctorTopic } from '@telltale/station/contract';
import { flagField, textField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';

/** What is complained of, and whether it is looked at. That real receivers are told stands in no address. */
export interface DoctorState {
  readonly target: string;
  readonly metric: string;
  readonly alert: string;
  readonly dashboard: string;
  readonly service: string;
  /** Whether the steps are tried; a link with it tries them at once. */
  readonly isTried: boolean;
}

/** The doctor's address: `target`, `metric`, `alert`, `dashboard`, `service`, `try=1`. */
export const doctorCodec: UrlCodec<DoctorState> = urlCodec({
  target: textField('target'),
  metric: textField('metric'),
  alert: textField('alert'),
  dashboard: textField('dashboard'),
  service: textField('service'),
  isTried: flagField('try'),
});

/** Nothing in particular. */
export const UNCOMPLAINED: DoctorState = {
  target: '',
  metric: '',
  alert: '',
  dashboard: '',
  service: '',
  isTried: false,
};

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
