import type { Clock, StateStore } from '@telltale/model';
import type { IntakeObserver } from '../intake.ts';
import type { SampleStore } from '../metric-intake.ts';
import type { GroupDocument } from './group-document.ts';
import { GroupSampler } from './group-sampler.ts';
import { PushGroups } from './push-groups.ts';

export interface PushgatewayOptions extends Omit<SampleStore, 'flush'> {
  readonly state: StateStore;
  readonly clock: Clock;
  /** How often pushed values are written again. */
  readonly intervalMs: number;
  readonly observer: IntakeObserver;
}

/** The part of the station that stands in for a Pushgateway. */
export interface Pushgateway {
  readonly groups: PushGroups;
  /** Takes over what was pushed before the station was stopped. */
  start(): Promise<void>;
  stop(): void;
}

export function createPushgateway(options: PushgatewayOptions): Pushgateway {
  const { state, clock, observer } = options;
  const counts = observer.observe('metrics');
  const sampler = new GroupSampler({
    ...options,
    onWritten: (samples) => {
      if (samples > 0) counts.onReceived('pushgateway', samples);
    },
  });
  const groups = new PushGroups({
    documents: state.documents<GroupDocument>('pushgateway'),
    nowMs: () => clock.now(),
    onChange: (key, group) => sampler.onChange(key, group),
  });
  return {
    groups,
    start: async () => {
      await groups.load();
      sampler.start();
    },
    stop: () => sampler.stop(),
  };
}
