import type { ResolvedDefinition } from '@telltale/definition';
import type { GrafanaAddress } from '../doctor/patient.ts';

/** What is tried, and where. */
export interface SmokeCase {
  readonly definition: ResolvedDefinition;
  /** Address of a station or a Prometheus. */
  readonly server: string;
  /** Address of an Alertmanager; `undefined` where the server routes alerts itself. */
  readonly alertmanager: string | undefined;
  readonly grafana: GrafanaAddress | undefined;
  /** Ids of the steps that are tried: what one of them tells, the others do not tell again. */
  readonly tries: ReadonlySet<string>;
  /** Whether the real receivers are sent a test alert. */
  readonly deliver: boolean;
}
