/** @file The worker of this library. */

import { serveEngine } from './serve-engine.ts';
import { engine } from './stock.ts';

serveEngine(engine);
