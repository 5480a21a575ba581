import type { SilenceRequest } from '@telltale/alerting';
import type { Matcher } from '@telltale/model';
import { FAULT, malformed, refused } from '../api-error.ts';
import { listOf, objectOf, required, textOf, timeOf } from '../json-value.ts';

/** Reads the body of `POST silences`. Throws where it is not of that form, or its times make no sense. */
export function readSilence(body: unknown, nowMs: number): SilenceRequest {
  if (body === undefined) throw malformed(422, 'silence in body is required', FAULT.required);
  const object = objectOf(body, 'the body');
  const [comment, createdBy, endsAt, matchers, startsAt] = [
    'comment',
    'createdBy',
    'endsAt',
    'matchers',
    'startsAt',
  ].map((name) => required(object, name));
  const id = textOf(object.get('id') ?? '', 'id');
  const startsAtMs = timeOf(startsAt, 'startsAt');
  const endsAtMs = timeOf(endsAt, 'endsAt') ?? 0;
  const request = {
    ...(id !== '' && { id }),
    matchers: readMatchers(matchers),
    ...(startsAtMs !== undefined && { startsAtMs }),
    endsAtMs,
    createdBy: textOf(createdBy, 'createdBy'),
    comment: textOf(comment, 'comment'),
  };
  if (startsAtMs !== undefined && startsAtMs >= endsAtMs) {
    throw refused(400, 'Failed to create silence: start time must be before end time');
  }
  if (endsAtMs < nowMs) throw refused(400, "Failed to create silence: end time can't be in the past");
  return request;
}

function readMatchers(value: unknown): readonly Matcher[] {
  const items = listOf(value, 'matchers');
  if (items.length === 0) {
    throw malformed(422, 'matchers in body should have at least 1 items', FAULT.tooFew);
  }
  return items.map((item, index) => {
    const object = objectOf(item, `matchers.${index}`);
    const place = `matchers.${index}.`;
    const [isRegex, name, text] = ['isRegex', 'name', 'value'].map((key) => required(object, key, place));
    const isEqual = object.get('isEqual') !== false;
    const op = isRegex === true ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=';
    return { name: textOf(name, `${place}name`), op, value: textOf(text, `${place}value`) };
  });
}
