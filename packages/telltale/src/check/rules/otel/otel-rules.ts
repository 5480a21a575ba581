import type { CheckRule } from '../../check-rule.ts';

/** Rules of traces and OpenTelemetry. */
export const OTEL_RULES: readonly CheckRule[] = [];
