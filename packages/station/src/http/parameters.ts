import type { FastifyRequest } from 'fastify';
import { parseDuration } from '@telltale/model';
import { BadRequestError } from './bad-request-error.ts';

/** The parameters of a request: of the URL, and of a form body where one was posted. */
export function parametersOf(request: FastifyRequest): URLSearchParams {
  const question = request.url.indexOf('?');
  const parameters = new URLSearchParams(question < 0 ? '' : request.url.slice(question + 1));
  if (request.body instanceof URLSearchParams) {
    for (const [name, value] of request.body) parameters.append(name, value);
  }
  return parameters;
}

/** A parameter that must be there. */
export function requireText(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value === null || value === '') throw new BadRequestError(`the parameter "${name}" is missing`);
  return value;
}

/** `Date.parse` alone would also read "now-1" as a day of the year 2001. */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** A moment: Unix seconds or RFC 3339, in milliseconds. */
export function timeParameter(parameters: URLSearchParams, name: string, fallbackMs: number): number {
  const text = parameters.get(name);
  if (text === null || text === '') return fallbackMs;
  const seconds = Number(text);
  const ms = RFC_3339.test(text) ? Date.parse(text) : seconds * 1000;
  if (!Number.isFinite(ms)) {
    throw new BadRequestError(`"${name}" is no time: "${text}" (write Unix seconds or RFC 3339)`);
  }
  return Math.round(ms);
}

/** A length of time: seconds or a Prometheus duration, in milliseconds. */
export function durationParameter(
  parameters: URLSearchParams,
  name: string,
  fallbackMs: number | undefined,
): number {
  const text = parameters.get(name);
  if (text === null || text === '') {
    if (fallbackMs !== undefined) return fallbackMs;
    throw new BadRequestError(`the parameter "${name}" is missing`);
  }
  const seconds = Number(text);
  const ms = Math.round(Number.isNaN(seconds) ? (parseDuration(text) ?? NaN) : seconds * 1000);
  if (!Number.isFinite(ms) || ms < 1) {
    throw new BadRequestError(`"${name}" is no duration: "${text}" (write seconds or for example 15s)`);
  }
  return ms;
}

/** A whole number that is at least `least`. */
export function countParameter(
  parameters: URLSearchParams,
  name: string,
  fallback: number,
  least = 0,
): number {
  const text = parameters.get(name);
  if (text === null || text === '') return fallback;
  const count = Number(text);
  if (!Number.isInteger(count) || count < least) {
    throw new BadRequestError(`"${name}" must be a whole number of at least ${least}, not "${text}"`);
  }
  return count;
}
