/**
 * @file The merged model of one's own run as the next target or auxiliary: its files are opened as a dropped folder's are.
 */
import { openModelFolder } from './actions.ts';
import { configStore } from './config-store.ts';
import { callEngine } from './engine-store.ts';
import { modelsStore } from './models-store.ts';
import { announce, notify, notifyThrown } from './notices-store.ts';

export type Role = 'target' | 'auxiliary';

/** Opens the merged model under the run's name and chooses it. @returns false when it was refused; the banner then says why */
export async function goOnWithMerged(role: Role): Promise<boolean> {
  try {
    const folder = `${configStore
      .getState()
      .config.target.replace(/^[a-z]+:/, '')
      .replace(/[^\w.-]+/g, '-')}-merged`;
    const files = (await callEngine('mergedFiles', {})).map(({ name, blob }) => {
      const file = new File([blob], name);
      Object.defineProperty(file, 'webkitRelativePath', { value: `${folder}/${name}` });
      return file;
    });
    const opened = await openModelFolder(files, role);
    const { problem } = modelsStore.getState();
    if (opened) announce(`The merged model is the ${role} now.`);
    else if (problem) notify(problem);
    return opened;
  } catch (thrown) {
    notifyThrown(thrown);
    return false;
  }
}
