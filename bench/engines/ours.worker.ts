/** @file The worker of this library. */
import { engine } from './ours.ts';
import { serveEngine } from './serve-engine.ts';

serveEngine(engine);
