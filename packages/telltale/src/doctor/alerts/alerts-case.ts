import type { Patient } from '../patient.ts';
import type { AlertWay } from './alert-way.ts';
import type { ListedRule } from './listed-rules.ts';

/** Which alert does not fire, and how far the doctor may go. */
export interface QuietAlert {
  /** Its name. Default: all are looked at. */
  readonly alert?: string;
  /** Whether the real receivers are sent a test message. */
  readonly deliver?: boolean;
}

/** What the steps of the ladder found, for those that come after them. */
export interface AlertsCase {
  readonly patient: Patient;
  readonly quiet: QuietAlert;
  /** The alerts that are looked at. */
  rules: readonly ListedRule[];
  /** Where each would go, one for each rule; none where nobody tells. */
  readonly ways: Map<ListedRule, AlertWay>;
}
