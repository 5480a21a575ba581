import type { CheckRule } from '../../check-rule.ts';
import { healthDisclosure } from './disclosure.ts';
import { healthNoTimeout } from './no-timeout.ts';

/** Rules of health endpoints and probes. */
export const HEALTH_RULES: readonly CheckRule[] = [healthNoTimeout, healthDisclosure];
