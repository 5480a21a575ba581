import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { countAlerts, headline } from '../data/overall-state.ts';
import { useResource, useStation } from '../data/station-context.ts';
import { Mark } from '../design/mark.tsx';
import { ConnectionState } from './connection-state.tsx';
import { showPageBadge } from './page-badge.ts';
import type { Route } from '../navigation/routes.ts';
import { ThemeButton } from './theme-button.tsx';

const PAGE_NAMES: Readonly<Record<Route['page'], string>> = {
  overview: 'Overview',
  targets: 'Targets',
  alerts: 'Alerts',
  unknown: 'Not found',
};

/** What surrounds every page: name, navigation, connection. */
export function Shell(props: { readonly route: Route; readonly children: ComponentChildren }): JSX.Element {
  const station = useStation();
  const alerts = useResource(station.alerts).data;
  const targets = useResource(station.targets).data;
  const service = useResource(station.status).data?.service ?? '';
  const overall = headline(alerts, targets);
  const { page } = props.route;
  const main = useRef<HTMLElement>(null);
  const firing = countAlerts(alerts, 'firing');
  const down = (targets?.targets ?? []).filter((target) => target.health === 'down').length;

  useEffect(() => showPageBadge(PAGE_NAMES[page], service, overall), [page, service, overall.text]);
  useArrival(page, main);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href="/">
          <Mark state="quiet" />
          <span class="brand-name">Telltale</span>
          {service !== '' && <span class="brand-service">{service}</span>}
        </a>
        <nav class="nav" aria-label="Pages">
          <NavLink href="/" page="overview" current={page} />
          <NavLink href="/targets" page="targets" current={page} count={down} countWord="down" />
          <NavLink href="/alerts" page="alerts" current={page} count={firing} countWord="firing" />
        </nav>
        <div class="top-end">
          <ConnectionState />
          <ThemeButton />
        </div>
      </header>
      <main id="main" class="main" tabIndex={-1} ref={main}>
        {props.children}
      </main>
    </>
  );
}

function NavLink(props: {
  readonly href: string;
  readonly page: 'overview' | 'targets' | 'alerts';
  readonly current: Route['page'];
  readonly count?: number;
  readonly countWord?: string;
}): JSX.Element {
  const { count = 0 } = props;
  return (
    <a class="nav-link" href={props.href} aria-current={props.page === props.current ? 'page' : undefined}>
      {PAGE_NAMES[props.page]}
      {count > 0 && (
        <span class="nav-count">
          {count}
          <span class="visually-hidden"> {props.countWord}</span>
        </span>
      )}
    </a>
  );
}

/** After a change of page the content starts at its top, for eyes and for screen readers. */
function useArrival(page: Route['page'], main: { readonly current: HTMLElement | null }): void {
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) {
      scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [page]);
}
