/**
 * @file Before the journeys: builds the pages where needed and serves them on a free port. Tests find the address
 * in M2PT_URL.
 */
import { ensureBuild } from '../scripts/ensure-build.mjs';
import { holdBuild } from '../scripts/hold-build.mjs';
import { serve } from '../scripts/serve.mjs';

export default async function setup(): Promise<() => void> {
  const server = await serve({ folder: holdBuild(await ensureBuild()), port: 0 });
  process.env.M2PT_URL = server.url;
  return () => server.close();
}
