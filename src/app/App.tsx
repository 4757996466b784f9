/**
 * @file The page: Data, Train and Try side by side, under one bar. Train comes in its own chunk, because it
 * brings the charts; each column keeps the others when it fails.
 */
import { lazy, Suspense } from 'react';
import { ErrorBoundary } from './ui/common/ErrorBoundary.tsx';
import { DataColumn } from './ui/data/DataColumn.tsx';
import { Banner } from './ui/shell/Banner.tsx';
import { Dock } from './ui/shell/Dock.tsx';
import { HelpDialog } from './ui/shell/HelpDialog.tsx';
import { LiveRegion } from './ui/shell/LiveRegion.tsx';
import { PhoneHero } from './ui/shell/PhoneHero.tsx';
import { StepTabs } from './ui/shell/StepTabs.tsx';
import { useShortcuts } from './ui/shell/shortcuts.ts';
import { TopBar } from './ui/shell/TopBar.tsx';
import { TrainPlaceholder } from './ui/shell/TrainPlaceholder.tsx';
import { TryColumn } from './ui/try/TryColumn.tsx';

const TrainColumn = lazy(() => import('./ui/train/TrainColumn.tsx'));

/** A button and not a link with a fragment: the address belongs to the settings. */
function skipToTraining(): void {
  const column = document.getElementById('step-train');
  column?.setAttribute('tabindex', '-1');
  column?.focus();
}

export function App() {
  useShortcuts();
  return (
    <>
      <button type="button" className="skip btn" onClick={skipToTraining}>
        Skip to training
      </button>
      <TopBar />
      <StepTabs />
      <Banner />
      <main className="cols">
        <PhoneHero />
        <ErrorBoundary what="The Data column">
          <DataColumn />
        </ErrorBoundary>
        <ErrorBoundary what="The Train column">
          <Suspense fallback={<TrainPlaceholder />}>
            <TrainColumn />
          </Suspense>
        </ErrorBoundary>
        <ErrorBoundary what="The Try column">
          <TryColumn />
        </ErrorBoundary>
      </main>
      <Dock />
      <LiveRegion />
      <HelpDialog />
    </>
  );
}
