import type { CheckRule } from '../../check-rule.ts';

/** Rules of Kubernetes objects. */
export const K8S_RULES: readonly CheckRule[] = [];
