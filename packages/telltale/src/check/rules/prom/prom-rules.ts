import type { CheckRule } from '../../check-rule.ts';
import { promSchema } from './schema.ts';

/** Rules of prometheus.yml and the flags of Prometheus. */
export const PROM_RULES: readonly CheckRule[] = [promSchema];
