/** @file The worker of this library. */
import { engine } from './onnx.ts';
import { serveEngine } from './serve-engine.ts';

serveEngine(engine);
