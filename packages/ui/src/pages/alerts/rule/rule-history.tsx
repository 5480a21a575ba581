import type { AlertRuleView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import { Skeleton } from '../../../design/skeleton.tsx';
import { formatLabels } from '../../../format/series-names.ts';
import { useTime } from '../../../navigation/time.tsx';
import { lanesOf } from '../episode-lanes.ts';
import type { EpisodeLane } from '../episode-lanes.ts';
import { EpisodeStrips } from '../history/episode-strips.tsx';
import { EpisodeTable } from '../history/episode-table.tsx';
import { useEpisodes } from '../history/use-episodes.ts';

const MAX_STRIPS = 8;
const MAX_ROWS = 10;

/** What the alerts of one rule went through in the time of the page. */
export function RuleHistory({ rule }: { readonly rule: AlertRuleView }): JSX.Element {
  const { words, window } = useTime();
  const { data, error } = useEpisodes(rule.name);
  const episodes = data?.episodes ?? [];
  const lanes = useMemo(() => lanesOf(episodes, window), [data, window]);
  const unitOf = useCallback(() => rule.unit, [rule.unit]);
  return (
    <section aria-labelledby="past">
      <h2 class="section-title" id="past">
        History <span class="section-note">{words}</span>
      </h2>
      {data === undefined && error === '' && <Skeleton label="Loading the history" lines={2} />}
      {data === undefined && error !== '' && <p class="target-error">{error}</p>}
      {data !== undefined && episodes.length === 0 && (
        <p class="section-note">It was quiet all the time. Choose a longer one to see more.</p>
      )}
      {episodes.length > 0 && (
        <>
          <EpisodeStrips
            label="When its alerts were active"
            lanes={lanes.slice(0, MAX_STRIPS)}
            window={window}
            nameOf={nameOf}
          />
          <EpisodeTable
            label="Times that it was active"
            episodes={episodes.slice(0, MAX_ROWS)}
            unitOf={unitOf}
            isOfOne
          />
          {episodes.length > MAX_ROWS && (
            <p class="section-note">and {episodes.length - MAX_ROWS} times before</p>
          )}
        </>
      )}
    </section>
  );
}

function nameOf({ labels, alert }: EpisodeLane): string {
  const { alertname: _, severity: __, ...telling } = labels;
  return Object.keys(telling).length === 0 ? alert : formatLabels(telling);
}
