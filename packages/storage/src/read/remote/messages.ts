import type { Matcher, SelectRequest } from '@telltale/model';
import type { BlockLocation } from '../../blocks/block-cache.ts';
import type { PackedPlan } from './packed-plan.ts';
import type { SentError } from './sent-error.ts';

/** A request without its functions, which cannot be sent. */
export interface PlainRequest extends Omit<SelectRequest, 'matchers' | 'onSeries' | 'onSamples'> {
  readonly matchers: readonly Matcher[];
}

/** What the reading thread can ask. */
export type Question =
  | { readonly kind: 'plan'; readonly request: PlainRequest }
  | { readonly kind: 'series'; readonly request: PlainRequest };

/** From the reading thread. */
export type ReaderMessage =
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'damaged'; readonly location: BlockLocation };

/** Labels of series that the reading thread does not know yet; `[name, value, name, value, …]` each. */
export interface NewLabels {
  readonly ids: Uint32Array;
  /** How many texts belong to each series. */
  readonly counts: Uint16Array;
  /** Numbers of texts, series after series. */
  readonly texts: Uint32Array;
  /** Texts that are new too; they are numbered in the order in which they are sent. */
  readonly newTexts: readonly string[];
}

/** From the thread that has the index. */
export type PlannerMessage =
  | {
      readonly kind: 'planned';
      readonly id: number;
      readonly plan: PackedPlan;
      readonly newLabels: NewLabels;
    }
  | { readonly kind: 'found'; readonly id: number; readonly ids: Uint32Array; readonly newLabels: NewLabels }
  /** Some of the labels of an answer that comes later. */
  | { readonly kind: 'labels'; readonly newLabels: NewLabels }
  | { readonly kind: 'failed'; readonly id: number; readonly error: SentError }
  | { readonly kind: 'forgetDay'; readonly dayMs: number }
  /** Numbers of texts and labels that were sent before mean nothing in later messages. */
  | { readonly kind: 'forgetLabels' };
