import { choiceField, listField, textField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';

/** Everything that can be chosen on the rules page. */
export interface RulesState {
  /** Text that name, expression, group, label or error must contain. */
  readonly search: string;
  readonly kind: 'all' | 'alerting' | 'recording';
  /** Only what wants attention: firing or pending, in error, with tests that fail, or without a proof that counts. */
  readonly show: 'all' | 'active' | 'errors' | 'tests' | 'unproven';
  /** Keys of the groups that are folded. */
  readonly folded: readonly string[];
}

/** Kinds in the order of the picker. */
export const RULE_KINDS: readonly RulesState['kind'][] = ['all', 'alerting', 'recording'];
/** What can be shown, in the order of the picker. */
export const RULE_SHOWS: readonly RulesState['show'][] = ['all', 'active', 'errors', 'tests', 'unproven'];

/** The rules page's address: `q`, `kind`, `show` and `fold`. */
export const rulesCodec: UrlCodec<RulesState> = urlCodec({
  search: textField('q'),
  kind: choiceField('kind', RULE_KINDS),
  show: choiceField('show', RULE_SHOWS),
  folded: listField('fold'),
});
