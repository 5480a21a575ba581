import type { LabelSpecs } from '../metrics/label-spec.ts';
import type { LabelMatches, LabelsOf } from './metric-query.ts';
import { MetricQuery } from './metric-query.ts';
import { Query } from './query.ts';
import type { Selection } from './selection.ts';

/** A declared state set in queries: a series of 1 or 0 for each state. */
export class StateSetQuery<Specs extends LabelSpecs, State extends string> extends MetricQuery<Specs, ''> {
  readonly kind = 'stateset';

  constructor(selection: Selection) {
    super(selection, '');
  }

  /** Nothing but the series whose labels match. */
  where(matches: LabelMatches<Specs>): StateSetQuery<Specs, State> {
    return new StateSetQuery(this.selection.where(matches));
  }

  /** 1 where it is in the state, 0 where it is not. */
  is(state: State): Query<LabelsOf<Specs>, ''> {
    const chosen = this.selection.where({ [this.selection.metric]: state });
    return new Query(() => chosen.selector(), '');
  }
}
