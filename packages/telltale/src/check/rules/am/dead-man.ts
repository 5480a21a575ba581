import type { ViewedRoute } from './routing-view.ts';

const NAME = /watchdog|dead-?_? ?man|heart-?_?beat|always-?_?firing|null|blackhole|nobody/i;

/** Whether a name says that its alert always fires, so that silence is the alarm. */
export function isDeadManName(name: string): boolean {
  return /watchdog|dead-?_? ?man|heart-?_?beat|always-?_?firing/i.test(name);
}

/** Whether a route leads to who waits for an alert that always fires, or to nobody. */
export function isDeadMan({ receiver, matchers }: ViewedRoute): boolean {
  return NAME.test(receiver) || matchers.some(({ value }) => isDeadManName(value));
}
