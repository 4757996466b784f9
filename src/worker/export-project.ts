/**
 * @file “Export to PyTorch”: one zip with a project that continues a run. Loaded only when it is asked for.
 */

import { projectFiles, projectName } from '../core/export/project/project-files.ts';
import { takeSnapshot } from '../core/export/project/run-snapshot.ts';
import { zipFiles } from '../core/export/zip-files.ts';
import type { ExportedFile } from './protocol.ts';
import type { TrainedModels } from './trained-models.ts';

/**
 * @param paused a run is paused: it is the one that goes on elsewhere
 * The run is looked at once, between two of its steps; it may go on while the files are written.
 * @throws PlaygroundError `no-pair` when no pair is complete and no run is open, `export-unsupported` where timm has no such model
 */
export async function exportProject(trained: TrainedModels, paused = false): Promise<ExportedFile[]> {
  const snapshot = takeSnapshot(trained.continuation(paused));
  try {
    const name = projectName(snapshot);
    const files = await projectFiles(snapshot);
    const blob = await zipFiles(files.map((file) => ({ ...file, name: `${name}/${file.name}` })));
    return [{ name: `${name}.zip`, blob }];
  } finally {
    snapshot.dispose();
  }
}
