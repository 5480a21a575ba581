import type { ServiceView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { lazyPage } from '../../design/lazy-page.tsx';
import { useUrlState } from '../../navigation/url-state.ts';
import { sortServices } from '../service/sort-services.ts';
import type { Changes } from '../service/use-changes.ts';
import { changesOf } from '../service/changes-of.ts';
import { overviewCodec } from './view-state.ts';

// Charts come after what the page is opened for.
const ServiceDetail = lazyPage(async () => (await import('../service/service-detail.tsx')).ServiceDetail);

/** One service in detail: the one in the address, or the first that is worth a look. */
export function ChosenService(props: {
  readonly services: readonly ServiceView[];
  readonly changes: Changes;
}): JSX.Element | null {
  const [state, setState] = useUrlState(overviewCodec);
  const { defined, scraped } = sortServices(props.services);
  const all = [...defined, ...scraped];
  const chosen = all.find(({ name }) => name === state.service) ?? all.find(hasRequests) ?? all.at(0);
  if (chosen === undefined) return null;
  return (
    <section class="chosen" aria-labelledby="chosen-title">
      <h2 class="section-title" id="chosen-title">
        {all.length === 1 ? (
          chosen.name
        ) : (
          <select
            class="input"
            aria-label="Service in detail"
            value={chosen.name}
            onChange={(event) => setState({ service: event.currentTarget.value }, 'push')}
          >
            {all.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        )}
        <span class="section-note">in detail</span>
      </h2>
      <ServiceDetail service={chosen} marks={changesOf(chosen, props.changes.all ?? [])} />
    </section>
  );
}

function hasRequests({ rate }: ServiceView): boolean {
  return rate !== undefined;
}
