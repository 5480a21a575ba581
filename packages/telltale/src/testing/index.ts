export { alertTests } from './assertions/alert-tests.ts';
export type { AlertTests, TestableDefinition } from './assertions/alert-tests.ts';
export { AlertAssertionError } from './assertions/alert-assertion-error.ts';
export { GivenAlerts } from './assertions/given-alerts.ts';
export type { GivenOptions } from './assertions/given-alerts.ts';
export type { GivenRun } from './assertions/given-run.ts';
export type { SeriesTexts } from './assertions/given-series-text.ts';
export type {
  AlertSelection,
  FiringExpectation,
  PartialTexts,
  ResolveExpectation,
} from './assertions/alert-checks.ts';
export { defineAlertTests } from './collection/alert-test-collection.ts';
export type {
  AlertTestCollection,
  AlertTestSpec,
  AlertTestStep,
  ExpectedAlerts,
  ExpectedState,
} from './collection/alert-test-collection.ts';
export { startSinks } from '../prove/sinks/sinks.ts';
export type { Sinks } from '../prove/sinks/sinks.ts';
export type { AcceptedMessage, RefusedMessage } from '../prove/sinks/sink-record.ts';
