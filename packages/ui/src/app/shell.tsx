import type { ComponentChildren, JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useRef } from 'preact/hooks';
import { headline } from '../data/overall-state.ts';
import { useResourceData, useStation } from '../data/station-context.ts';
import type { Route } from '../navigation/routes.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { Navigation } from './navigation.tsx';
import { showPageBadge } from './page-badge.ts';
import { PAGE_NAMES } from './page-list.ts';
import { ShellKeys } from './shell-keys.tsx';
import { TopBar } from './top-bar.tsx';

/** What surrounds every page: navigation, time, connection, keys. */
export function Shell(props: { readonly route: Route; readonly children: ComponentChildren }): JSX.Element {
  const station = useStation();
  const alerts = useResourceData(station.alerts);
  const targets = useResourceData(station.targets);
  const service = useResourceData(station.status)?.service ?? '';
  const overall = headline(alerts, targets);
  const { route } = props;
  const main = useRef<HTMLElement>(null);
  const name = nameOf(route);

  useEffect(() => showPageBadge(name, service, overall), [name, service, overall.text]);
  useArrival(main);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <div class="shell">
        <Navigation page={route.page} />
        <div class="shell-page">
          <TopBar />
          <main id="main" class="main" tabIndex={-1} ref={main}>
            {props.children}
          </main>
        </div>
      </div>
      <ConnectionBanner />
      <ShellKeys />
    </>
  );
}

function nameOf(route: Route): string {
  if (route.page === 'service') return route.service;
  if (route.page === 'dashboards') return route.slug ?? PAGE_NAMES.dashboards;
  if (route.page === 'alerts') return route.rule ?? PAGE_NAMES.alerts;
  return PAGE_NAMES[route.page];
}

/** After a change of page the content starts at its top, for eyes and for screen readers. */
function useArrival(main: { readonly current: HTMLElement | null }): void {
  const { path } = useLocation();
  // An alert that is opened in its list is no other page.
  const place = path.startsWith('/alerts') ? '/alerts' : path;
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) {
      scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [place]);
}
