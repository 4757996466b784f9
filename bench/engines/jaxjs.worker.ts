/** @file The worker of this library. */
import { engine } from './jaxjs.ts';
import { serveEngine } from './serve-engine.ts';

serveEngine(engine);
