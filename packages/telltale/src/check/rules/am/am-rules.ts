import type { CheckRule } from '../../check-rule.ts';
import { amGroup } from './group.ts';
import { amInhibit } from './inhibit.ts';
import { amLegacy } from './legacy.ts';
import { amMatcher } from './matcher.ts';
import { amNoDeadman } from './no-deadman.ts';
import { amNoPage } from './no-page.ts';
import { amNoReceiver } from './no-receiver.ts';
import { amNoResolved } from './no-resolved.ts';
import { amSchema } from './schema.ts';
import { amShadowedRoute } from './shadowed-route.ts';
import { amUnknownField } from './unknown-field.ts';
import { amUnknownReceiver } from './unknown-receiver.ts';
import { amUnroutable } from './unroutable.ts';
import { amUnusedReceiver } from './unused-receiver.ts';

/** Rules of Alertmanager. */
export const AM_RULES: readonly CheckRule[] = [
  amSchema,
  amMatcher,
  amUnknownField,
  amUnknownReceiver,
  amUnusedReceiver,
  amNoReceiver,
  amShadowedRoute,
  amUnroutable,
  amInhibit,
  amGroup,
  amNoPage,
  amNoDeadman,
  amNoResolved,
  amLegacy,
];
