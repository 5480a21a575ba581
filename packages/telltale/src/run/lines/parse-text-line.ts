import { parseSeverity, severityNumber } from '@telltale/model';
import { parseLogfmtLine } from './parse-logfmt-line.ts';
import type { ParsedLine } from './parsed-line.ts';

/** Colours and other orders to a terminal. */
// oxlint-disable-next-line no-control-regex
const ANSI = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/g;
/** How far from its beginning a line tells its severity. */
const HEAD_LENGTH = 120;
/** In capitals anywhere at the beginning of a line; in other letters only where a logger would put it. */
const IN_CAPITALS =
  /(?<![\w/-])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|CRIT|SEVERE|PANIC|ALERT|EMERG)(?![\w/=-])/;
const MARKED =
  /^(?:\S+ ){0,3}?[[(<|]?(trace|debug|dbg|verbose|info|notice|warn|warning|error|err|fatal|critical|crit|severe)(?:[\])>|:]|\s[-|:])/i;
/** `E0102 15:04:05.678901` of glog and klog. */
const GLOG = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
/** `<3>` of systemd and syslog: the rest of a division by 8 is the severity. */
const SYSLOG = /^<(\d{1,3})>/;
const SYSLOG_NAMES = ['fatal', 'fatal', 'fatal', 'error', 'warn', 'info', 'info', 'debug'] as const;
/** What languages write when a program breaks. */
const BROKEN =
  /^(?:Traceback \(most recent call last\):|panic: |fatal error: |thread '.*' panicked at|Exception in thread |Unhandled |Uncaught |[\w.$]*(?:Error|Exception)(?::| |$)|npm ERR!|npm error)/;

/** Reads a line for people: logfmt, or text whose severity is guessed from the usual patterns. */
export function parseTextLine(line: string): ParsedLine {
  const text = withoutColours(line);
  const logfmt = parseLogfmtLine(text);
  if (logfmt) return logfmt;
  return { message: text, severity: guessSeverity(text), attributes: {}, resource: {} };
}

/** A line without what only a terminal understands. */
export function withoutColours(line: string): string {
  return line.replaceAll(ANSI, '');
}

/** OpenTelemetry's number of what a line seems to be; 0 where nothing tells. */
export function guessSeverity(line: string): number {
  const head = line.slice(0, HEAD_LENGTH);
  const syslog = SYSLOG.exec(head)?.[1];
  if (syslog !== undefined) return severityNumber(SYSLOG_NAMES[Number(syslog) % SYSLOG_NAMES.length]);
  const written = GLOG.exec(head)?.[1] ?? IN_CAPITALS.exec(head)?.[1] ?? MARKED.exec(head)?.[1];
  const name = written === undefined ? undefined : parseSeverity(written);
  if (name !== undefined) return severityNumber(name);
  return BROKEN.test(head) ? severityNumber('error') : 0;
}
