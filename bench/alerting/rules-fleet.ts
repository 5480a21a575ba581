import { LabelSet } from '@telltale/model';

/** Seconds between two samples. */
export const STEP_S = 15;
/** So much is there when the first rule is evaluated. */
export const HISTORY_S = 600;
export const SERVICES = 49;

const INSTANCES = 10;
const ROUTES = 10;
const METHODS = ['GET', 'POST'];
const STATUSES = ['200', '201', '404', '500', '503'];
const BOUNDS = ['0.05', '0.1', '0.25', '0.5', '1', '2.5', '10', '+Inf'];

/** A series and what it has after so many steps: the same in every run. */
export interface FleetSeries {
  readonly labels: LabelSet;
  /** What is scraped together. */
  readonly target: string;
  readonly valueAt: (step: number) => number;
}

/** Some 100,000 series of 490 instances of 49 services. */
export function fleet(): FleetSeries[] {
  const all: FleetSeries[] = [];
  for (let service = 0; service < SERVICES; service++) {
    for (let instance = 0; instance < INSTANCES; instance++) addInstance(all, service, instance);
  }
  return all;
}

function addInstance(all: FleetSeries[], service: number, instance: number): void {
  const own = { service: `service-${service}`, instance: `10.0.${service}.${instance}:8080`, job: 'api' };
  const add = (name: string, labels: Record<string, string>, valueAt: FleetSeries['valueAt']): void => {
    all.push({ labels: LabelSet.of({ __name__: name, ...own, ...labels }), target: own.instance, valueAt });
  };
  const isDown = instance === 0 && service % 7 === 0;
  add('up', {}, () => (isDown ? 0 : 1));
  add('process_resident_memory_bytes', {}, (step) => 8e7 + ((step * 7919 + instance * 104_729) % 97) * 1e6);
  for (let queue = 0; queue < 3; queue++) {
    add('queue_depth', { queue: `q${queue}` }, (step) => (step * 31 + instance * 17 + queue * 7) % 113);
  }
  for (let route = 0; route < ROUTES; route++) {
    for (const [m, method] of METHODS.entries()) {
      addRoute(
        add,
        { route: `/api/v1/resource${route}`, method },
        (route + 1) * (m + 1) * (1 + (service % 5)),
      );
    }
  }
}

function addRoute(
  add: (name: string, labels: Record<string, string>, valueAt: FleetSeries['valueAt']) => void,
  labels: Record<string, string>,
  load: number,
): void {
  for (const [i, status] of STATUSES.entries()) {
    const perStep = Math.max(1, Math.round(load * [100, 10, 5, 3, 1][i]));
    add('http_requests_total', { ...labels, status }, (step) => step * perStep + (step % 3));
  }
  // As many buckets as keep the fleet at 100,000 series: one route in two has a histogram.
  if (labels['method'] === 'POST') return;
  for (const [i, le] of BOUNDS.entries()) {
    const share = Math.min(1, (i + 1 + (load % 4)) / BOUNDS.length);
    add('http_request_duration_seconds_bucket', { ...labels, le }, (step) =>
      Math.floor(step * load * 100 * share),
    );
  }
  add('http_request_duration_seconds_sum', labels, (step) => step * load * 12.5);
  add('http_request_duration_seconds_count', labels, (step) => step * load * 100);
}
