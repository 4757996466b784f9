/**
 * @file Entry of the page: starts the stores, then mounts the app. Nothing else.
 */
import './app/styles/tokens.css';
import './app/styles/base.css';
import './app/styles/text-field.css';
import './app/styles/shell.css';
import './app/styles/data.css';
import './app/styles/data-edits.css';
import './app/styles/try.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { boot } from './app/state/boot.ts';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
boot();
createRoot(root).render(<App />);
