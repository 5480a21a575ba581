import type { CheckRule } from '../../check-rule.ts';
import { amUnknownReceiver } from './unknown-receiver.ts';
import { amUnusedReceiver } from './unused-receiver.ts';

/** Rules of Alertmanager. */
export const AM_RULES: readonly CheckRule[] = [amUnknownReceiver, amUnusedReceiver];
