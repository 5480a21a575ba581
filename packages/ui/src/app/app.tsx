import type { JSX } from 'preact';
import { LocationProvider, useLocation } from 'preact-iso';
import { StationContext } from '../data/station-context.ts';
import type { Station } from '../data/station.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { ToastProvider } from '../design/toast.tsx';
import { CommandRegistryProvider } from '../navigation/commands.tsx';
import { useDrawer } from '../navigation/drawer-state.ts';
import { KeyProvider } from '../navigation/keys.tsx';
import { parseRoute } from '../navigation/routes.ts';
import type { Route } from '../navigation/routes.ts';
import { TimeProvider, useTimeControl } from '../navigation/time.tsx';
import { OverviewPage } from '../pages/overview/overview-page.tsx';
import { lazyPage } from '../design/lazy-page.tsx';
import { Shell } from './shell.tsx';

// Each page is a chunk of its own, loaded when it is first shown; the overview is what most come for.
const ServicePage = lazyPage(async () => (await import('../pages/service/service-page.tsx')).ServicePage);
const DashboardsPage = lazyPage(
  async () => (await import('../pages/dashboards/dashboards-page.tsx')).DashboardsPage,
);
const ExplorePage = lazyPage(async () => (await import('../pages/explore/explore-page.tsx')).ExplorePage);
const LogsPage = lazyPage(async () => (await import('../pages/logs/logs-page.tsx')).LogsPage);
const LineBeside = lazyPage(async () => (await import('../pages/logs/panel/line-beside.tsx')).LineBeside);
const TracesPage = lazyPage(async () => (await import('../pages/traces/traces-page.tsx')).TracesPage);
const TraceDrawer = lazyPage(async () => (await import('../pages/traces/trace-drawer.tsx')).TraceDrawer);
const MapPage = lazyPage(async () => (await import('../pages/map/map-page.tsx')).MapPage);
const TargetsPage = lazyPage(async () => (await import('../pages/targets/targets-page.tsx')).TargetsPage);
const RulesPage = lazyPage(async () => (await import('../pages/rules/rules-page.tsx')).RulesPage);
const AlertsPage = lazyPage(async () => (await import('../pages/alerts/alerts-page.tsx')).AlertsPage);
const DoctorPage = lazyPage(async () => (await import('../pages/doctor/doctor-page.tsx')).DoctorPage);
const DriftPage = lazyPage(async () => (await import('../pages/drift/drift-page.tsx')).DriftPage);
const StatusPage = lazyPage(async () => (await import('../pages/status/status-page.tsx')).StatusPage);
const StoryPage = lazyPage(async () => (await import('../pages/story/story-page.tsx')).StoryPage);
const SilencesPage = lazyPage(async () => (await import('../pages/silences/silences-page.tsx')).SilencesPage);

/** All pages around one station. */
export function App({ station }: { readonly station: Station }): JSX.Element {
  return (
    <StationContext.Provider value={station}>
      <LocationProvider>
        <KeyProvider>
          <CommandRegistryProvider>
            <ToastProvider>
              <TimeProvider>
                <Pages />
              </TimeProvider>
            </ToastProvider>
          </CommandRegistryProvider>
        </KeyProvider>
      </LocationProvider>
    </StationContext.Provider>
  );
}

function Pages(): JSX.Element {
  const route = parseRoute(useLocation().path);
  // Everything that shows a time of day is drawn anew when the zone changes.
  const { zone } = useTimeControl();
  return (
    <Shell route={route}>
      <Page key={zone} route={route} />
      <OpenTrace />
      {route.page !== 'logs' && <OpenLine />}
    </Shell>
  );
}

/** The trace that the address opens beside whatever page: `drawer=trace:ID`, or with a span `drawer=trace:ID/SPAN`. */
function OpenTrace(): JSX.Element | null {
  const { shown, close } = useDrawer();
  if (shown?.kind !== 'trace') return null;
  const [traceId, spanId] = shown.id.split('/');
  return (
    <TraceDrawer key={shown.id} traceId={traceId} {...(spanId !== undefined && { spanId })} onClose={close} />
  );
}

/** The log line that the address opens beside another page than that of logs: `drawer=line:ID`. */
function OpenLine(): JSX.Element | null {
  const { shown } = useDrawer();
  return shown?.kind === 'line' ? <LineBeside key={shown.id} id={shown.id} /> : null;
}

function Page({ route }: { readonly route: Route }): JSX.Element {
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'service':
      return <ServicePage key={route.service} service={route.service} />;
    case 'dashboards':
      return <DashboardsPage slug={route.slug} />;
    case 'explore':
      return <ExplorePage />;
    case 'logs':
      return <LogsPage />;
    case 'traces':
      return <TracesPage traceId={route.id} />;
    case 'map':
      return <MapPage />;
    case 'targets':
      return <TargetsPage />;
    case 'rules':
      return <RulesPage />;
    case 'alerts':
      return <AlertsPage opened={route.rule} />;
    case 'silences':
      return <SilencesPage opened={route.id} />;
    case 'story':
      return <StoryPage key={route.key} storyKey={route.key} />;
    case 'doctor':
      return <DoctorPage topic={route.topic} />;
    case 'drift':
      return <DriftPage />;
    case 'status':
      return <StatusPage />;
    case 'login':
    case 'unknown':
      return (
        <EmptyState title="There is no such page" isPage>
          <p>
            <a href="/">Go to the overview</a>
          </p>
        </EmptyState>
      );
  }
}
