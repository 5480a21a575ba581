import type { CheckRule } from '../../check-rule.ts';

/** Rules of Compose files. */
export const COMPOSE_RULES: readonly CheckRule[] = [];
