/**
 * @file The build gate: makes `dist/` current, exactly as `npm start` and the lab do.
 */
import { ensureBuild } from '../ensure-build.mjs';

try {
  await ensureBuild();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
