import { closestName, parseDuration } from '@telltale/model';
import type { SourceNode } from '../tree/source-node.ts';
import type { FormatIssueCode } from '../yaml/format-issue.ts';
import type { IssueLog } from '../yaml/issue-log.ts';
import { isOlder } from './field-table.ts';
import type { FieldSpec, FieldTable } from './field-table.ts';

/** What the reading of one file shares. */
export interface Reading {
  readonly issues: IssueLog;
  /** Version of Alertmanager that is to load the file. */
  readonly version: string;
}

/**
 * Whether a node is a mapping; its fields are checked against a table: unknown ones, those that the
 * version does not know yet, and values of another kind become issues.
 *
 * @param what What the mapping is, for messages: `route`, `webhook_configs`.
 */
export function checkSection(
  reading: Reading,
  node: SourceNode | undefined,
  what: string,
  table: FieldTable,
): node is SourceNode {
  if (node === undefined || node.kind === 'null') return false;
  if (node.kind !== 'mapping') {
    reading.issues.error('wrong-type', node.start, `${what} must be a mapping`);
    return false;
  }
  for (const { key, keyStart, value } of node.entries()) {
    const spec = table.get(key);
    if (!spec) reportUnknown(reading, key, keyStart, what, table);
    else if (spec.since !== undefined && isOlder(reading.version, spec.since)) {
      const message = `Alertmanager ${reading.version} does not know '${key}', which came with ${spec.since}`;
      reading.issues.error('unknown-field', keyStart, message, `use Alertmanager ${spec.since} or newer`);
    } else checkValue(reading, key, value, spec);
  }
  return true;
}

/** The items of a list; an issue where the node is something else. */
export function listItems(
  reading: Reading,
  node: SourceNode | undefined,
  name: string,
): readonly SourceNode[] {
  if (node === undefined || node.kind === 'null') return [];
  if (node.kind === 'list') return node.items();
  reading.issues.error('wrong-type', node.start, `'${name}' must be a list`);
  return [];
}

function reportUnknown(reading: Reading, key: string, at: number, what: string, table: FieldTable): void {
  const known = [...table.keys()];
  const meant = closestName(key, known);
  const fix = FIX_OF_FIELD.get(`${what}.${key}`) ?? (meant === undefined ? '' : `did you mean '${meant}'?`);
  reading.issues.error('unknown-field', at, `${what} has no field '${key}'`, fix);
}

/** Fields that people expect and what does it instead. */
const FIX_OF_FIELD: ReadonlyMap<string, string> = new Map([
  ['email_configs.subject', "write it as a header: headers: { Subject: '…' }"],
  ['email_configs.body', "write 'text' or 'html'"],
  ['email_configs.message', "write 'text' or 'html'"],
  ['slack_configs.webhook_url', "write 'api_url' or 'api_url_file'"],
  ['slack_configs.message', "write 'text'"],
  ['webhook_configs.body', "a webhook always gets Alertmanager's JSON; since 0.32 there is 'payload'"],
  ['webhook_configs.headers', "headers go into 'http_config'"],
]);

/** `true`, `no` and the like are checked as Go's YAML reader takes them. */
function checkValue(reading: Reading, key: string, value: SourceNode, { type }: FieldSpec): void {
  if (value.kind === 'null') return;
  const fault = faultOf(key, value, type);
  if (fault) reading.issues.error(fault.code, value.start, fault.message, fault.fix);
}

interface Fault {
  readonly code: FormatIssueCode;
  readonly message: string;
  readonly fix?: string;
}

function faultOf(key: string, value: SourceNode, type: FieldSpec['type']): Fault | undefined {
  switch (type) {
    case 'text':
      return value.kind === 'scalar' ? undefined : wrongType(key, 'text');
    case 'flag':
      return value.boolean() === undefined ? wrongType(key, 'true or false') : undefined;
    case 'count':
      return /^\d+$/.test(value.text() ?? '') ? undefined : wrongType(key, 'a whole number');
    case 'duration':
      return durationFault(key, value);
    case 'texts':
      return value.kind === 'list' && value.items().every(({ kind }) => kind === 'scalar')
        ? undefined
        : wrongType(key, 'a list of texts');
    case 'labels':
      return value.kind === 'mapping' && value.entries().every((entry) => entry.value.kind !== 'list')
        ? undefined
        : wrongType(key, 'a mapping of names to texts');
    case 'section':
      return value.kind === 'mapping' ? undefined : wrongType(key, 'a mapping');
    case 'any':
      return undefined;
  }
}

function wrongType(key: string, wanted: string): Fault {
  return { code: 'wrong-type', message: `'${key}' must be ${wanted}` };
}

/** Timeouts of receivers are Go durations, which may have fractions; the others are Prometheus'. */
function durationFault(key: string, value: SourceNode): Fault | undefined {
  const text = value.text();
  if (
    text !== undefined &&
    (parseDuration(text) !== undefined || /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text))
  ) {
    return undefined;
  }
  const fix = 'write a number and a unit of ms, s, m, h, d, w, y: 30s, 1h30m';
  return { code: 'bad-duration', message: `'${key}' is not a duration: ${JSON.stringify(text ?? '')}`, fix };
}
