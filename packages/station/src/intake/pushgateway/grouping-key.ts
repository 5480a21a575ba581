import { RefusedRequest } from '../body/refused-request.ts';

/** Labels of a group, its job among them: what is pushed to the same labels belongs together. */
export type GroupingLabels = Readonly<Record<string, string>>;

const BASE64 = '@base64';
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const RESERVED_PREFIX = '__';
const BASE64_DIGITS = /^[A-Za-z0-9_-]*$/;

/**
 * Reads the labels of a group from a path, `/metrics/job/<job>{/<label>/<value>}`; a name with `@base64` behind it
 * has its value in Base64, so that it may be empty or have slashes.
 *
 * @throws RefusedRequest for a path that is none
 */
export function parseGroupingKey(path: string): GroupingLabels {
  const [, , jobName, job = '', ...rest] = decoded(path).split('/');
  const labels: Record<string, string> = Object.create(null);
  const pairs = rest.length === 1 && rest[0] === '' ? [] : rest;
  if (pairs.length % 2 !== 0) {
    throw malformed(`odd number of components in label string ${JSON.stringify(`/${pairs.join('/')}`)}`);
  }
  for (let i = 0; i < pairs.length; i += 2) {
    const [name, value] = readPair(pairs[i], pairs[i + 1]);
    if (!LABEL_NAME.test(name) || name.startsWith(RESERVED_PREFIX)) {
      throw malformed(`improper label name ${JSON.stringify(name)}`);
    }
    labels[name] = value;
  }
  labels['job'] = readPair(jobName, job)[1];
  if (labels['job'] === '') throw malformed('job name is required');
  return labels;
}

/** The same for the same labels, in whatever order they came. */
export function groupingKey(labels: GroupingLabels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readPair(name: string, value: string): readonly [name: string, value: string] {
  if (!name.endsWith(BASE64)) return [name, value];
  const digits = value.replace(/=+$/, '');
  // One digit more than a multiple of four is no whole byte.
  if (!BASE64_DIGITS.test(digits) || digits.length % 4 === 1) {
    throw malformed(`invalid base64 encoding for label ${name}=${JSON.stringify(value)}`);
  }
  return [name.slice(0, -BASE64.length), Buffer.from(digits, 'base64url').toString()];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw malformed('the path is not encoded as one');
  }
}

function malformed(message: string): RefusedRequest {
  return new RefusedRequest('malformed', message);
}
