import { DRILL_MARK } from '@telltale/alerting';
import { TelltaleError, closestName } from '@telltale/model';
import { askServer, isRecord } from '../server/ask-server.ts';
import type { PostedAlert } from '../server/alertmanager-client.ts';

const TIMEOUT_MS = 10_000;

/** An alerting rule of a server. */
interface ServerRule {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What a synthetic alert looks like. */
export interface DrillAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * A synthetic alert, marked as a drill, with the labels of its rule, as the routes look at them.
 *
 * @param extra Labels that the series of a real alert would give, `name=value`.
 * @throws TelltaleError TT_UNKNOWN_ALERT where the server has rules and none of that name.
 */
export async function drillAlert(
  address: string,
  name: string,
  extra: readonly string[],
): Promise<DrillAlert> {
  const rules = await rulesOf(address);
  const rule = rules?.find((candidate) => candidate.name === name);
  if (rules && !rule) throw unknownAlert(name, rules);
  const { labels = {}, annotations = {} } = rule ?? {};
  return {
    labels: { ...plain(labels), ...Object.fromEntries(extra.map(labelOf)), alertname: name, drill: 'true' },
    annotations: {
      ...plain(annotations),
      summary: `${DRILL_MARK} ${plain(annotations)['summary'] ?? name}`,
    },
  };
}

/** The alert as it is posted: firing for as long as it is waited for, or ended now. */
export function postedDrill(
  { labels, annotations }: DrillAlert,
  startMs: number,
  endMs: number,
): PostedAlert {
  return {
    labels,
    annotations,
    startsAt: new Date(startMs).toISOString(),
    endsAt: new Date(endMs).toISOString(),
  };
}

/** Of templates there is nothing to fill in: a drill has no series. */
function plain(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => !text.includes('{{')));
}

function labelOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new TelltaleError('TT_USAGE', `--label must be name=value, not "${text}"`);
}

function unknownAlert(name: string, rules: readonly ServerRule[]): TelltaleError {
  const names = rules.map((rule) => rule.name);
  const near = closestName(name, names);
  const question = near === undefined ? '' : ` Did you mean ${near}?`;
  return new TelltaleError(
    'TT_UNKNOWN_ALERT',
    `The server has no alert named ${JSON.stringify(name)}.${question}`,
    { fix: `Its alerts: ${names.join(', ') || 'none'}.` },
  );
}

/** The alerting rules of a station; `undefined` of a server that has no rules, such as an Alertmanager. */
async function rulesOf(address: string): Promise<readonly ServerRule[] | undefined> {
  const { ok, json } = await askServer(address, '/api/v1/rules?type=alert', { timeoutMs: TIMEOUT_MS });
  if (!ok || !isRuleList(json)) return undefined;
  return json.data.groups.flatMap(({ rules }) => rules);
}

interface RuleList {
  readonly data: { readonly groups: readonly { readonly rules: readonly ServerRule[] }[] };
}

/** Prometheus' API says what the groups are. */
function isRuleList(answer: unknown): answer is RuleList {
  return isRecord(answer) && isRecord(answer['data']) && Array.isArray(answer['data']['groups']);
}
