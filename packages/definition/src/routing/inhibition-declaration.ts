import type { Severity } from '../rules/alert.ts';

/** Labels that alerts have: values or patterns. */
export type AlertMatch = { readonly severity?: Severity | RegExp } & Readonly<
  Record<string, string | RegExp>
>;

/** Alerts that need not be told while others fire. */
export interface InhibitionDeclaration {
  /** Alerts that silence others while they fire. */
  readonly source: AlertMatch;
  /** Alerts that are silenced. */
  readonly target: AlertMatch;
  /** Labels that both must have the same value of; without any the source silences its targets everywhere. */
  readonly equal: readonly string[];
}
