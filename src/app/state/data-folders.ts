/**
 * @file Folders in the browser's file storage for the records of data sets: one for each import, deleted when nothing on the page and
 * nothing in the engine needs it any more. Between data-import.ts and worker/record-client.ts.
 */

/** A folder for a new import. @returns '' where the browser has no such storage */
export async function newFolder(): Promise<string> {
  return '';
}

/** The data in it has left the page; it is deleted as soon as the engine has no use for it either. */
export function retireFolder(_folder: string): void {}
