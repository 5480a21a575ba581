import { fieldsOf, textOf } from '../../server/json-fields.ts';
import { getPage } from '../network/get-page.ts';

/** Where programs tell their health. */
export const HEALTH_PATHS: readonly string[] = [
  '/health',
  '/healthz',
  '/health/ready',
  '/ready',
  '/-/healthy',
];
/** Pages of health tell these when something is wrong. */
export const UNAVAILABLE = 503;

/** What a program says of its health. */
export interface HealthPage {
  readonly url: string;
  /** 0 where nothing answered. */
  readonly status: number;
  readonly tookMs: number;
  /** Why nothing answered; empty where something did. */
  readonly error: string;
  /** What it says of itself as a whole, such as `unhealthy: the program ends`; empty where it does not. */
  readonly told: string;
  /** Its checks, where it tells them. */
  readonly checks: readonly HealthPageCheck[];
}

/** One check of a program, such as its database. */
export interface HealthPageCheck {
  readonly name: string;
  readonly isWell: boolean;
  /** What it said; empty where it says nothing. */
  readonly error: string;
}

const TIMEOUT_MS = 3000;
const WELL: ReadonlySet<string> = new Set(['ok', 'up', 'pass', 'passed', 'healthy']);
/** What the SDK says of a check without details. */
const UNWELL_WORDS: ReadonlySet<string> = new Set(['disconnected', 'unhealthy', 'down', 'failed', 'error']);

/** Asks a page of health; where something is wrong, once more for the details, which only some may have. */
export async function askHealthPage(url: string): Promise<HealthPage> {
  const page = await askPage(url);
  if (page.error !== '' || page.checks.every(({ isWell }) => isWell)) return page;
  const { checks } = await askPage(`${url}?verbose`);
  return checks.length > 0 ? { ...page, checks } : page;
}

async function askPage(url: string): Promise<HealthPage> {
  const nothing = { url, status: 0, tookMs: 0, error: '', told: '', checks: [] };
  try {
    const { status, tookMs, body } = await getPage(url, { timeoutMs: TIMEOUT_MS });
    const said = fieldsOf(jsonOf(body));
    const told = [textOf(said.status), textOf(said.reason)].filter((text) => text !== '').join(': ');
    return { ...nothing, status, tookMs, told, checks: checksOf(said) };
  } catch (error) {
    const text = error instanceof Error ? error.message.replace(`${url}: `, '') : String(error);
    return { ...nothing, error: text };
  }
}

/** With details, or by the words that everybody is told. */
function checksOf(said: Readonly<Record<string, unknown>>): readonly HealthPageCheck[] {
  const checks = Object.entries(fieldsOf(said.checks)).map(([name, check]) => {
    const { status, error } = fieldsOf(check);
    return { name, isWell: WELL.has(textOf(status)), error: textOf(error) };
  });
  if (checks.length > 0) return checks;
  return Object.entries(fieldsOf(said.services)).map(([name, word]) => ({
    name,
    isWell: !UNWELL_WORDS.has(textOf(word)),
    error: textOf(word),
  }));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
