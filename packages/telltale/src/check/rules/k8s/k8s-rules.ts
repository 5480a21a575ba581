import type { CheckRule } from '../../check-rule.ts';
import { k8sPortName } from './port-name.ts';
import { k8sProbeDelay } from './probe-delay.ts';
import { k8sProbePath } from './probe-path.ts';
import { k8sProbe } from './probe.ts';
import { k8sSchema } from './schema.ts';
import { k8sSelector } from './selector.ts';

/** Rules of Kubernetes manifests. */
export const K8S_RULES: readonly CheckRule[] = [
  k8sSchema,
  k8sSelector,
  k8sPortName,
  k8sProbe,
  k8sProbePath,
  k8sProbeDelay,
];
