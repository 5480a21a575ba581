import type { DoctorTopic } from '@telltale/station/contract';

/** What people say of a topic, and what is then looked at. */
export interface ComplaintWords {
  readonly complaint: string;
  readonly way: string;
}

/** The topics in the words of who comes with them. */
export const COMPLAINTS: Readonly<Record<DoctorTopic, ComplaintWords>> = {
  metrics: {
    complaint: 'My metric does not appear',
    way: 'Target, page of metrics, scrape, clock, what is stored.',
  },
  dashboards: {
    complaint: 'A dashboard is empty',
    way: 'Source, targets, clock, what each panel asks over 5 minutes.',
  },
  grafana: {
    complaint: 'Grafana does not load, or shows nothing',
    way: 'Its health, access, sources, dashboards, each panel.',
  },
  alerts: {
    complaint: 'My alert does not fire',
    way: 'Rule, condition, waiting time, route, silences, delivery.',
  },
  logs: {
    complaint: 'My logs do not arrive',
    way: 'A record is sent and looked for; who sends, what is refused.',
  },
  traces: {
    complaint: 'My traces do not arrive',
    way: 'A span is sent and looked for; who sends, what is refused.',
  },
  memory: {
    complaint: 'It takes too much memory',
    way: 'Processes, growth, limits, the metrics with most series.',
  },
  health: { complaint: 'Is everything alive?', way: 'The addresses that one would try with curl.' },
  capacity: {
    complaint: 'Is the station big enough?',
    way: 'Use against what one station was measured with.',
  },
};

const TOPICS: readonly string[] = Object.keys(COMPLAINTS);

/** The topic that a path names; `undefined` where there is none of that name. */
export function topicOf(name: string): DoctorTopic | undefined {
  return TOPICS.includes(name) ? (name as DoctorTopic) : undefined;
}
