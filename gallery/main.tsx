/**
 * @file The gallery: every chart and panel on fixed data. `?exhibit=name` shows one, `?theme=dark` sets the
 * theme, `?exhibit=redraw` measures a redraw at 10,000 steps × 24 λ. A page for developers; not built.
 */
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import '../src/app/styles/tokens.css';
import '../src/app/styles/base.css';
import '../src/app/styles/text-field.css';
import '../src/app/styles/shell.css';
import '../src/app/styles/data.css';
import '../src/app/styles/data-edits.css';
import '../src/app/ui/train/hub.css';
import '../src/app/ui/train/lead.css';
import '../src/app/ui/train/models.css';
import '../src/app/ui/train/pathway.css';
import '../src/app/ui/train/settings.css';
import '../src/app/charts/charts.css';
import './gallery.css';
import { CHART_EXHIBITS } from './chart-exhibits.tsx';
import { DATA_EXHIBITS } from './data-exhibits.tsx';
import { EXPORT_EXHIBITS } from './export-exhibits.tsx';
import { HUB_EXHIBITS } from './hub-exhibits.tsx';
import { RedrawTest } from './RedrawTest.tsx';
import { SEE_EXHIBITS } from './see-exhibits.tsx';
import { TRAIN_EXHIBITS } from './train-exhibits.tsx';

const EXHIBITS = {
  ...TRAIN_EXHIBITS,
  ...HUB_EXHIBITS,
  ...CHART_EXHIBITS,
  ...EXPORT_EXHIBITS,
  ...SEE_EXHIBITS,
  ...DATA_EXHIBITS,
  redraw: () => <RedrawTest />,
};

const asked = new URLSearchParams(location.search);
const theme = asked.get('theme');
if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;

function List() {
  return (
    <nav className="gallery-list">
      <h1>Gallery</h1>
      <ul>
        {Object.keys(EXHIBITS).map((name) => (
          <li key={name}>
            <a href={`?exhibit=${name}`}>{name}</a> <a href={`?exhibit=${name}&theme=dark`}>dark</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Exhibit({ name }: { name: string }) {
  const show = Object.hasOwn(EXHIBITS, name) ? EXHIBITS[name as keyof typeof EXHIBITS] : undefined;
  return show ? <main className="gallery-one">{show()}</main> : <List />;
}

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <Suspense>
        <Exhibit name={asked.get('exhibit') ?? ''} />
      </Suspense>
    </StrictMode>,
  );
