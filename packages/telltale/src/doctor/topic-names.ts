import type { DoctorTopic } from '@telltale/station/contract';

/** What the doctor looks at, in the order in which things depend on one another. */
export const TOPICS: readonly DoctorTopic[] = [
  'health',
  'metrics',
  'dashboards',
  'grafana',
  'alerts',
  'logs',
  'traces',
  'memory',
  'capacity',
];

/** Whether that is something the doctor looks at. */
export function isTopic(text: string): text is DoctorTopic {
  return TOPICS.some((topic) => topic === text);
}
